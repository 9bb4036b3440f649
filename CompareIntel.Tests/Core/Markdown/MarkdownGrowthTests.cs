using System.Text;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

/// <summary>One block may become as long as the answer: a frame must cost no more at its end than at its beginning.</summary>
public sealed class MarkdownGrowthTests
{
    private const int Length = 40_000;

    public static TheoryData<string> Kinds => ["prose", "marked prose", "list", "ordered list", "nested list", "task list", "code", "code in one line", "table", "many blocks"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToDocument_OneBlockGrows_ParsesAndChangesBoundedly(string kind)
    {
        var text = TextOf(kind);
        var builder = new MarkdownBuilder();
        var last = MarkdownDocument.Empty;
        var (openMost, changedMost) = (0, 0);
        for (var start = 0; start < text.Length; start += 100)
        {
            for (var delta = start; delta < Math.Min(start + 100, text.Length); delta += 4)
            {
                builder.Append(text.AsSpan(delta, Math.Min(4, text.Length - delta)));
            }

            var document = builder.ToDocument();
            openMost = Math.Max(openMost, builder.OpenLength);
            changedMost = Math.Max(changedMost, ChangedNodes(last, document));
            last = document;
        }

        Assert.True(openMost < 6_000, $"{openMost} characters open");
        Assert.True(changedMost < 600, $"{changedMost} nodes changed");
        Assert.True(kind is "many blocks" or "code in one line" || last.Blocks[0].Chunks.Count > 8, "One block must settle bit by bit.");

        builder.Complete();
        Assert.Equal(DomOutline.OfMarkdig(text), DomOutline.OfNodes(builder.ToDocument()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Complete_OneBlockHasGrown_KeepsIt(string kind)
    {
        var text = TextOf(kind);
        var builder = MarkdownStream.Split(text, new Random(1), longest: 50);
        Assert.Equal(0, builder.ToDocument().Blocks[0].Id);
        Assert.Equal(builder.ToDocument().Blocks.Count - 1, builder.ToDocument().Blocks[^1].Id);
    }

    public static string TextOf(string kind)
    {
        var text = new StringBuilder(kind switch { "code" => "```csharp\n", "code in one line" => "```\n", "table" => "| a | b |\n|---|:-:|\n", _ => "" });
        for (var index = 1; text.Length < Length; index++)
        {
            text.Append(kind switch
            {
                "prose" => $"Sentence {index} has a few words and 😀 ends here. ",
                "marked prose" => $"Sentence **{index}** has `code`, [a link](https://example.com/{index}), $x_{index}$, snake_case, 5 * 3 and costs $5. ",
                "list" => $"- Item {index} has *some* words.\n",
                "ordered list" => $"{index}. Item {index} has some words\n   and a second line.\n",
                "nested list" => $"- Item {index}\n  - has *another*\n  - and one more\n\n    with a paragraph\n",
                "task list" => $"- [{(index % 2 == 0 ? "x" : " ")}] Task {index}\n",
                "code" => $"    var line{index} = \"a < b\"; // # not a heading\n",
                "code in one line" => $"word{index} ",
                "table" => $"| row {index} | **b** and `c` |\n",
                _ => $"## Heading {index}\n\nText with *marks*.\n\n---\n\n> Quote\n\n",
            });
        }

        return text.ToString();
    }

    private static int ChangedNodes(MarkdownDocument before, MarkdownDocument after)
    {
        var known = before.Blocks.SelectMany(block => block.Chunks).ToHashSet();
        return after.Blocks.SelectMany(block => block.Chunks).Where(chunk => !known.Contains(chunk)).Sum(chunk => chunk.Nodes.Count);
    }
}
