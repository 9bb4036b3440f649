using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

public sealed class SettledCodeTests
{
    [Fact]
    public void TakeSettledCode_FenceCloses_OffersItOnceWithItsWholeText()
    {
        var builder = new MarkdownBuilder();
        builder.Append("```csharp\nvar a = 1;\n");
        builder.ToDocument();
        Assert.Empty(builder.TakeSettledCode());

        builder.Append("\nb();\n```\n");
        builder.ToDocument();
        var code = Assert.Single(builder.TakeSettledCode());
        Assert.Equal(("csharp", "var a = 1;\n\nb();\n"), (code.Language, code.Code));

        builder.Complete();
        builder.ToDocument();
        Assert.Empty(builder.TakeSettledCode());
    }

    [Fact]
    public void TakeSettledCode_FenceNeverCloses_OffersItAtTheEnd()
    {
        var builder = new MarkdownBuilder();
        builder.Append("text\n\n```js\nlet a");
        builder.ToDocument();
        builder.Complete();
        Assert.Equal("let a\n", Assert.Single(builder.TakeSettledCode()).Code);
        Assert.Contains(MarkdownNode.Set(MarkdownProperty.Lines, "1"), builder.ToDocument().Blocks[1].Opening);
    }

    [Theory]
    [InlineData("```\nno language\n```\n\nnext\n")]
    [InlineData("    indented\n\nnext\n")]
    [InlineData("```js\n```\n\nnext\n")]
    public void TakeSettledCode_NothingToColour_OffersNothing(string text)
    {
        var builder = MarkdownStream.Split(text, new Random(1), 3);
        Assert.Empty(builder.TakeSettledCode());
    }

    [Fact]
    public void TakeSettledCode_NestedCode_OffersEachOnce()
    {
        var builder = new MarkdownBuilder();
        builder.Append("- a\n\n  ```js\n  one\n  ```\n\n  ```py\n  two\n  ```\n\n> ```c\n> three\n> ```\n\nend\n");
        builder.ToDocument();
        Assert.Equal(["one\n", "two\n", "three\n"], builder.TakeSettledCode().Select(code => code.Code));
        builder.Complete();
        Assert.Empty(builder.TakeSettledCode());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SetTokens_BeforeOrAfterTheEnd_PutsThemInThatBlockAlone(bool complete)
    {
        var builder = new MarkdownBuilder();
        builder.Append("before\n\n```js\none\n```\n\n- a\n\n  ```py\n  two\n  ```\n\n  ```py\n  three\n  ```\n\nend\n");
        var before = builder.ToDocument();
        var codes = builder.TakeSettledCode();
        if (complete)
        {
            builder.Complete();
        }

        builder.SetTokens(codes[0], "first");
        builder.SetTokens(codes[2], "third");
        builder.SetTokens(codes[2], "third again");
        var after = builder.ToDocument();

        Assert.Same(before.Blocks[0], after.Blocks[0]);
        Assert.Same(before.Blocks[1].Chunks[0], after.Blocks[1].Chunks[0]);
        Assert.Equal(
            [MarkdownNode.Open(MarkdownElement.CodeBlock), MarkdownNode.Set(MarkdownProperty.Language, "js"), MarkdownNode.Set(MarkdownProperty.Lines, "1"),
                MarkdownNode.Set(MarkdownProperty.Tokens, "first"), MarkdownNode.Open(MarkdownElement.CodeText)],
            after.Blocks[1].Opening);
        Assert.Equal(["third again"], after.Blocks[2].Chunks[0].Nodes.Where(node => node.Property == MarkdownProperty.Tokens && node.Kind == MarkdownNodeKind.Property).Select(node => node.Value));

        builder.Complete();
        Assert.Equal(after.Blocks, builder.ToDocument().Blocks);
    }

    [Fact]
    public void SetTokens_BlockWasReplaced_ChangesNothing()
    {
        var builder = new MarkdownBuilder();
        builder.Append("- [a]\n\n  ```js\n  one\n  ```\n\nnext\n");
        builder.ToDocument();
        var old = Assert.Single(builder.TakeSettledCode());
        builder.Append("\n[a]: https://example.com\n");
        builder.Complete();
        var document = builder.ToDocument();
        builder.SetTokens(old, "tokens");
        Assert.Same(document, builder.ToDocument());

        var code = Assert.Single(builder.TakeSettledCode());
        builder.SetTokens(code, "tokens");
        Assert.Contains(MarkdownNode.Set(MarkdownProperty.Tokens, "tokens"), builder.ToDocument().Blocks[0].Chunks[0].Nodes);
    }

    [Fact]
    public void SetTokens_ListGrowsOn_KeepsThem()
    {
        var builder = new MarkdownBuilder();
        for (var item = 0; item < 40; item++)
        {
            builder.Append($"- item {item}\n\n  ```js\n  let a = {item}; // with enough words to fill up a chunk some time\n  ```\n");
        }

        builder.ToDocument();
        var codes = builder.TakeSettledCode();
        Assert.True(codes.Count is > 10 and < 40);
        foreach (var code in codes)
        {
            builder.SetTokens(code, "tokens");
        }

        builder.Append("- more\n");
        Assert.Equal(codes.Count, Tokens(builder));
        builder.Complete();
        Assert.Equal(codes.Count, Tokens(builder));
        Assert.Equal(40 - codes.Count, builder.TakeSettledCode().Count);
    }

    private static int Tokens(MarkdownBuilder builder) =>
        builder.ToDocument().Blocks.SelectMany(NodeHtml.NodesOf).Count(node => node == MarkdownNode.Set(MarkdownProperty.Tokens, "tokens"));
}
