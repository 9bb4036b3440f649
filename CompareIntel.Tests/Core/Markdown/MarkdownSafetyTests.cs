using System.Text.RegularExpressions;
using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Markdown;

public sealed partial class MarkdownSafetyTests
{
    // They take a second or two; what this is to find takes minutes.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    public static TheoryData<int> LongTexts => [.. Enumerable.Range(0, HostileTexts.Long.Count + HostileTexts.Longest.Count)];

    [Fact]
    public void HostileTexts_Short_AreMany() => Assert.True(HostileTexts.Short.Distinct().Count() > 250);

    [Fact]
    public void Complete_HostileTextInAnySplit_IsShownSafely()
    {
        foreach (var (index, text) in HostileTexts.Short.Index())
        {
            var random = new Random(index);
            var builder = MarkdownStream.Split(text, random, longest: 7, (_, document) => AssertSafe(document));
            AssertSafe(builder.ToDocument());
            Assert.Equal(text, builder.ToString());
            if (!text.Any(char.IsSurrogate) && !text.Contains('\0', StringComparison.Ordinal))
            {
                Assert.Equal(text + "\n" + DomOutline.OfMarkdig(text), text + "\n" + DomOutline.OfNodes(builder.ToDocument()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void Complete_LongHostileText_EndsAndIsShownSafely(int index)
    {
        var text = index < HostileTexts.Long.Count ? HostileTexts.Long[index] : HostileTexts.Longest[index - HostileTexts.Long.Count];
        var openMost = 0;
        var start = TimeProvider.System.GetTimestamp();
        var builder = MarkdownStream.Split(
            text, new Random(index), longest: Math.Max(10, text.Length / 150), (builder, document) => openMost = Math.Max(openMost, builder.OpenLength));
        var taken = TimeProvider.System.GetElapsedTime(start);
        Assert.True(taken < s_longest, $"It took {taken}.");
        AssertSafe(builder.ToDocument());
        Assert.Equal(text, builder.ToString());
        Assert.True(openMost < 50_000, $"{openMost} characters open");
    }

    [Fact]
    public void Complete_LongCodeWithoutBlankLines_IsNoHostileText()
    {
        var text = "```c\n" + string.Concat(Enumerable.Repeat("int *a_b[] = { _c * d[0] };\n", 3_000)) + "```\n";
        Assert.NotNull(DomOutline.OfMarkdig(text));
        Assert.Equal(DomOutline.OfMarkdig(text), DomOutline.OfNodes(MarkdownStream.Whole(text).ToDocument()));
        Assert.Single(MarkdownStream.Whole(text).ToDocument().Blocks);
    }

    [Theory]
    [InlineData("[x](https://example.com/a \"t\")", "https://example.com/a")]
    [InlineData("[x](HTTPS://EXAMPLE.com)", "https://example.com/")]
    [InlineData("[x](< https://example.com >)", "https://example.com/")]
    [InlineData("<https://example.com/?a=b&c>", "https://example.com/?a=b&c")]
    [InlineData("<someone@example.com>", "mailto:someone@example.com")]
    [InlineData("[x](mailto:someone@example.com)", "mailto:someone@example.com")]
    [InlineData("https://example.com/a.", "https://example.com/a")]
    [InlineData("[x][y]\n\n[y]: http://example.com", "http://example.com/")]
    [InlineData("[x](javascript:alert(1))", null)]
    [InlineData("[x](java&#9;script:alert(1))", null)]
    [InlineData("[x](data:text/html,y)", null)]
    [InlineData("[x](vbscript:y)", null)]
    [InlineData("[x](/relative)", null)]
    [InlineData("[x](//example.com)", null)]
    [InlineData("[x](#part)", null)]
    [InlineData("[x](ftp://example.com)", null)]
    [InlineData("<tel:123456>", null)]
    public void Links_LeadToTheWebAndToMailAndNowhereElse(string text, string? address)
    {
        var nodes = MarkdownStream.Whole(text).ToDocument().Blocks.SelectMany(NodeHtml.NodesOf).ToArray();
        Assert.Equal(address, nodes.SingleOrDefault(node => node.Kind == MarkdownNodeKind.Property && node.Property == MarkdownProperty.Address).Value);
        Assert.Equal(address is null ? 0 : 1, nodes.Count(node => node == MarkdownNode.Open(MarkdownElement.Link)));
        Assert.Contains(nodes, node => node.Kind == MarkdownNodeKind.Text);
    }

    [Theory]
    [InlineData("![a *b* c](https://example.com/i.png \"t\")", "https://example.com/i.png", "a b c")]
    [InlineData("![a](data:image/png;base64,AA)", null, "a")]
    [InlineData("![a](mailto:a@example.com)", null, "a")]
    [InlineData("![a](i.png)", null, "a")]
    public void Images_ComeFromTheWebOnly(string text, string? source, string shown)
    {
        var nodes = MarkdownStream.Whole(text).ToDocument().Blocks.SelectMany(NodeHtml.NodesOf).ToArray();
        Assert.Equal(source, nodes.SingleOrDefault(node => node.Kind == MarkdownNodeKind.Property && node.Property == MarkdownProperty.Source).Value);
        Assert.Equal(shown, string.Concat(nodes.Where(node => node.Kind == MarkdownNodeKind.Text).Select(node => node.Value)));
    }

    private static void AssertSafe(MarkdownDocument document)
    {
        foreach (var block in document.Blocks)
        {
            Assert.NotEmpty(block.Chunks);
            Assert.True(Depth(block.Opening) >= 0);
            Assert.All(block.Chunks, chunk => Assert.Equal(0, Depth(chunk.Nodes)));
            foreach (var node in NodeHtml.NodesOf(block).Where(node => node.Kind == MarkdownNodeKind.Property))
            {
                var allowed = node.Property switch
                {
                    MarkdownProperty.Address => Address().IsMatch(node.Value!),
                    MarkdownProperty.Source => Source().IsMatch(node.Value!),
                    MarkdownProperty.Language => Language().IsMatch(node.Value!),
                    MarkdownProperty.Alignments => Alignments().IsMatch(node.Value!),
                    MarkdownProperty.Start or MarkdownProperty.Lines or MarkdownProperty.Footnote => int.TryParse(node.Value, out _),
                    MarkdownProperty.Title => true,
                    _ => node.Value == "",
                };
                Assert.True(allowed, $"{node.Property} = {node.Value}");
            }
        }
    }

    private static int Depth(IEnumerable<MarkdownNode> nodes)
    {
        var depth = 0;
        foreach (var node in nodes)
        {
            depth += node.Kind switch { MarkdownNodeKind.Open => 1, MarkdownNodeKind.Close => -1, _ => 0 };
            if (depth < 0)
            {
                return depth;
            }
        }

        return depth;
    }

    [GeneratedRegex(@"^[cr]\d{1,2}( [cr]\d{1,2})*$")]
    private static partial Regex Alignments();

    [GeneratedRegex(@"\A(https?://[^/\s]|mailto:)\S*\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\Ahttps?://[^/\s]\S*\z")]
    private static partial Regex Source();

    [GeneratedRegex(@"\A[A-Za-z0-9+\-#._]{1,32}\z")]
    private static partial Regex Language();
}
