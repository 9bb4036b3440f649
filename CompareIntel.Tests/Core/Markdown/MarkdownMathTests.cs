using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

public sealed class MarkdownMathTests
{
    [Theory]
    [InlineData("$x^2$", "x^2")]
    [InlineData("So $a_1$, and $b$.", "a_1|b")]
    [InlineData(@"\(x + y\)", "x + y")]
    [InlineData(@"\( *a* _b_ \)", "*a* _b_")]
    [InlineData(@"**bold $\alpha$**", @"\alpha")]
    [InlineData("$5 + 3 = 8$", "5 + 3 = 8")]
    [InlineData("$10$ apples", "10")]
    [InlineData("| $a$ | b |\n|---|---|\n| $c$ | d |", "a|c")]
    [InlineData("- $a$\n  - \\(b\\)", "a|b")]
    [InlineData(@"$\$5$", @"\$5")]
    [InlineData("$a\nb$", "a\nb")]
    [InlineData("It costs $5 and $6 today, or $20-$30. Inline $a^2+b^2=c^2$ and $d$.", "a^2+b^2=c^2|d")]
    [InlineData("$5 + $x$ and $y$ for $7", "x|y")]
    public void Inline_Formulas_AreTeX(string text, string tex) => Assert.Equal(tex, string.Join('|', Formulas(text, display: false)));

    [Theory]
    [InlineData("$5 and $6")]
    [InlineData("US$5 and US$6")]
    [InlineData("costs $5, or $6-$7")]
    [InlineData("$5M and 10$")]
    [InlineData("$HOME/$USER")]
    [InlineData("A$ and B$")]
    [InlineData("$ x $")]
    [InlineData("$x $")]
    [InlineData("`$x$` and ``\\(y\\)``")]
    [InlineData("```\n$x$\n$$\ny\n$$\n```")]
    [InlineData("    $$\n    y\n    $$")]
    [InlineData(@"\$x\$ and \$y$")]
    [InlineData("$$")]
    [InlineData("$$\n\n$$")]
    [InlineData("an open $x and `$`")]
    [InlineData(@"an open \(x")]
    [InlineData("it is $1,000 to $2,000 or so")]
    public void Text_PricesPathsAndCode_StayText(string text) => Assert.Empty(Formulas(text, display: null));

    [Theory]
    [InlineData("$$x$$", "x")]
    [InlineData("Text $$x$$ text", "x")]
    [InlineData("$$\nx = 1\n$$", "x = 1")]
    [InlineData("$$ x\n= 1 $$", "x\n= 1")]
    [InlineData("$$\na\n- b\n+ c\n= d\n# e\n$$", "a\n- b\n+ c\n= d\n# e")]
    [InlineData("\\[\na\n- b\n===\n> c\n\\]", "a\n- b\n===\n> c")]
    [InlineData("Text:\n\\[\na\n\\]\nmore", "a")]
    [InlineData("1. One\n   $$\n   a\n   $$\n2. Two", "a")]
    [InlineData("> \\[\n> a\n> \\]", "a")]
    [InlineData("$$\r\na\r\n$$\r\n", "a")]
    [InlineData("$$\na\n$$\n\n$$\nb\n$$\n", "a|b")]
    [InlineData(@"\[ x \]", "x")]
    public void Display_Formulas_AreTeXInOnePiece(string text, string tex) => Assert.Equal(tex, string.Join('|', Formulas(text, display: true)));

    [Fact]
    public void Display_StandsForItself_IsABlock()
    {
        var builder = MarkdownStream.Whole("before\n\\[\nx\n\\]\nafter");
        Assert.Equal(3, builder.ToDocument().Blocks.Count);
        Assert.Equal(
            [MarkdownNode.Open(MarkdownElement.Math), MarkdownNode.Set(MarkdownProperty.Display, ""), MarkdownNode.Text("x"), MarkdownNode.Close],
            builder.ToDocument().Blocks[1].Chunks[0].Nodes);
    }

    [Theory]
    [InlineData("before\n\n$$\na\n- b\n- c\n# d\n")]
    [InlineData("before\n\\[\na\n===\n- b\n")]
    public void Display_NotClosedYet_IsOnePieceOfTextAndSettlesNothing(string text)
    {
        var builder = new MarkdownBuilder();
        builder.Append(text);
        var document = builder.ToDocument();
        Assert.Equal(2, document.Blocks.Count);
        Assert.Equal(MarkdownNode.Open(MarkdownElement.Paragraph), document.Blocks[1].Chunks[0].Nodes[0]);

        builder.Append(text.Contains("$$", StringComparison.Ordinal) ? "$$\n\nend\n\n" : "\\]\n\nend\n\n");
        var closed = builder.ToDocument();
        Assert.Same(document.Blocks[0], closed.Blocks[0]);
        Assert.Equal(MarkdownNode.Open(MarkdownElement.Math), closed.Blocks[1].Chunks[0].Nodes[0]);
    }

    [Fact]
    public void Display_NeverClosed_IsReadAsMarkdown()
    {
        var builder = MarkdownStream.Split("$$ is a sign\n# Heading\n", new Random(1), 2);
        Assert.Equal(DomOutline.OfMarkdig(builder.ToString()), DomOutline.OfNodes(builder.ToDocument()));
        Assert.Contains("<h1", DomOutline.OfNodes(builder.ToDocument()), StringComparison.Ordinal);
    }

    private static List<string> Formulas(string text, bool? display)
    {
        List<string>? result = null;
        foreach (var seed in Enumerable.Range(0, 6))
        {
            var builder = seed == 0 ? MarkdownStream.Whole(text) : MarkdownStream.Split(text, new Random(seed), seed);
            var found = FormulasOf(builder.ToDocument(), display);
            Assert.Equal(result ?? found, found);
            result = found;
        }

        return result!;
    }

    private static List<string> FormulasOf(MarkdownDocument document, bool? display)
    {
        var formulas = new List<string>();
        var nodes = document.Blocks.SelectMany(NodeHtml.NodesOf).ToArray();
        for (var index = 0; index < nodes.Length; index++)
        {
            if (nodes[index] != MarkdownNode.Open(MarkdownElement.Math))
            {
                continue;
            }

            var isDisplay = nodes[index + 1] == MarkdownNode.Set(MarkdownProperty.Display, "");
            if (display is null || display == isDisplay)
            {
                formulas.Add(string.Concat(nodes.Skip(index + (isDisplay ? 2 : 1)).TakeWhile(node => node.Kind == MarkdownNodeKind.Text).Select(node => node.Value)));
            }
        }

        return formulas;
    }
}
