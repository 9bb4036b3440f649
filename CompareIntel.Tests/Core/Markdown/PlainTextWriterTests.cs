using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

public sealed class PlainTextWriterTests
{
    [Theory]
    [InlineData("# Title\n\nSome **bold** and `code`.", "Title\n\nSome bold and code.")]
    [InlineData("- one\n- two\n  - inner\n\nEnd", "- one\n- two\n  - inner\n\nEnd")]
    [InlineData("3. three\n4. four", "3. three\n4. four")]
    [InlineData("- [ ] open\n- [x] done", "- [ ] open\n- [x] done")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\n1\t2")]
    [InlineData("```cs\nvar a = 1;\n\nvar b = 2;\n```\nEnd", "var a = 1;\n\nvar b = 2;\n\nEnd")]
    [InlineData("See [here](https://example.com/x) or https://example.com/y", "See here (https://example.com/x) or https://example.com/y")]
    [InlineData("https://example.com and www.example.com", "https://example.com and www.example.com")]
    [InlineData("<HTTPS://EXAMPLE.com>, <someone@Example.com>", "HTTPS://EXAMPLE.com, someone@Example.com")]
    [InlineData("[www.example.com](https://example.org)", "www.example.com (https://example.org/)")]
    [InlineData("> quoted\n\n---\n\nend", "quoted\n\n---\n\nend")]
    [InlineData("Euler: $e^{i\\pi}$", "Euler: e^{i\\pi}")]
    [InlineData("Said[^1].\n\n[^1]: By me.", "Said[1].\n\n1. By me.")]
    [InlineData("", "")]
    public void Write_Markdown_IsPlainText(string markdown, string expected)
    {
        var builder = new MarkdownBuilder();
        builder.Append(markdown);
        builder.Complete();

        Assert.Equal(expected, PlainTextWriter.Write(builder.ToDocument()));
    }
}
