using Bunit;
using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Markdown;

namespace CompareIntel.Tests.Web.Components.Markdown;

public sealed class MarkdownViewTests : BunitContext
{
    private readonly MarkdownFeed _feed = new();

    [Fact]
    public void Render_Link_OpensElsewhereAndTellsNothing()
    {
        var view = Show("[here](https://example.com/ \"a title\")");

        view.Find("a").MarkupMatches("<a href=\"https://example.com/\" title=\"a title\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">here</a>");
    }

    [Fact]
    public void Render_Image_IsAPlaceholderThatLoadsNothing()
    {
        var view = Show("![a cat](https://example.com/cat.png)");

        view.Find("p").MarkupMatches("<p><remote-image address=\"https://example.com/cat.png\">a cat</remote-image></p>");
        Assert.Empty(view.FindAll("img"));
    }

    [Fact]
    public void Render_Code_HasLanguageLinesAndControls()
    {
        var view = Show("```cs\nvar a = 1;\nvar b = 2;\n```\n\nend");

        var code = view.Find("code-block");
        Assert.Equal("cs", code.GetAttribute("data-lang"));
        Assert.Equal("cs", code.QuerySelector(".code-lang")!.TextContent);
        Assert.Equal("2 lines", code.QuerySelector(".code-lines")!.TextContent);
        Assert.NotNull(code.QuerySelector("[data-code-copy]"));
        Assert.NotNull(code.QuerySelector("[data-code-wrap]"));
        Assert.Equal("var a = 1;\nvar b = 2;\n", code.QuerySelector("pre > code")!.TextContent);
    }

    [Fact]
    public void Render_Table_ScrollsByItself()
    {
        var view = Show("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\nend");

        Assert.Equal("0", view.Find(".table-scroll").GetAttribute("tabindex"));
        Assert.Equal("c1 r2", view.Find(".table-scroll > table").ClassName);
        Assert.Equal(["a", "b"], view.FindAll("table > thead > tr > th").Select(static cell => cell.TextContent));
        Assert.Equal(["1", "2"], view.FindAll("table > tbody > tr > td").Select(static cell => cell.TextContent));
    }

    [Fact]
    public void Render_Math_KeepsTheSource()
    {
        var view = Show("Euler: $e^{i\\pi}$\n\n$$\nx^2\n$$\n\nend");

        Assert.Equal("e^{i\\pi}", view.Find("p > tex-math:not([display])").TextContent);
        Assert.Equal("x^2", view.Find("tex-math[display]").TextContent.Trim());
    }

    [Fact]
    public void Render_RawHtml_IsText()
    {
        const string Html = "<script>alert(1)</script> and <img src=x onerror=alert(1)>";

        var view = Show(Html);

        Assert.Equal(Html, view.Find("p").TextContent);
        Assert.Empty(view.FindAll("script, img"));
    }

    [Fact]
    public void Render_Headings_StandBelowThoseOfThePage()
    {
        var view = Show("# one\n\n## two\n\n### three\n\n#### four\n\nend");

        Assert.Equal(["H3", "H4", "H5", "H6"], view.FindAll("h3, h4, h5, h6").Select(static heading => heading.TagName));
    }

    [Fact]
    public async Task Publish_LongListGrows_SendsOnlyWhatIsNew()
    {
        var builder = new MarkdownBuilder();
        for (var item = 0; item < 200; item++)
        {
            builder.Append($"- item {item} with a few words in it\n");
        }

        _feed.Publish(builder.ToDocument());
        var view = Render<MarkdownView>(parameters => parameters.Add(view => view.Feed, _feed));
        var parts = view.FindComponents<PartView>().Where(static part => part.Instance.Part is ChunkPart).ToArray();
        var renders = parts.Select(static part => part.RenderCount).ToArray();

        builder.Append("- and one more\n");
        await view.InvokeAsync(() => _feed.Publish(builder.ToDocument())).WithinTimeout();

        Assert.True(parts.Length > 2);
        Assert.Equal(renders.SkipLast(1), parts.SkipLast(1).Select(static part => part.RenderCount));
        Assert.Equal(201, view.FindAll("ul > li").Count);
        Assert.Single(view.FindAll("ul"));
    }

    [Fact]
    public async Task Publish_BlocksChangeTheirKind_ShowsTheNewOnes()
    {
        var builder = new MarkdownBuilder();
        builder.Append("Name | Age");
        _feed.Publish(builder.ToDocument());
        var view = Render<MarkdownView>(parameters => parameters.Add(view => view.Feed, _feed));
        Assert.Single(view.FindAll("p"));

        builder.Append("\n---|---\nAda | 36\n");
        await view.InvokeAsync(() => _feed.Publish(builder.ToDocument())).WithinTimeout();

        Assert.Empty(view.FindAll("p"));
        Assert.Equal(["Name", "Age"], view.FindAll("th").Select(static cell => cell.TextContent));
    }

    private IRenderedComponent<MarkdownView> Show(string markdown)
    {
        var builder = new MarkdownBuilder();
        builder.Append(markdown);
        builder.Complete();
        _feed.Publish(builder.ToDocument());
        return Render<MarkdownView>(parameters => parameters.Add(view => view.Feed, _feed));
    }
}
