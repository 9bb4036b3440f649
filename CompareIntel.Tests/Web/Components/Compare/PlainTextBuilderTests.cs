using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class PlainTextBuilderTests
{
    private const string Material = "one two \n three\n\n😀🧑‍🚀 vier — שלום\r\n`code` a-very-long-word-without-any-end ";

    [Property(MaxTest = 300)]
    public void ToDocument_AnySplitIntoDeltas_IsExactlyTheText(int seed, ushort length, byte longest)
    {
        var random = new Random(seed);
        var text = RandomText(random, length % 6_000);
        var builder = new PlainTextBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(1, longest + 2));
            builder.Append(text.AsSpan(start, end - start));
            start = end;
            if (random.Next(4) == 0)
            {
                Assert.StartsWith(TextOf(builder.ToDocument()), text, StringComparison.Ordinal);
            }
        }

        builder.Complete();

        Assert.Equal(text, TextOf(builder.ToDocument()));
    }

    [Property(MaxTest = 300)]
    public void ToDocument_AnySplitIntoDeltas_CutsNoSurrogatePair(int seed, byte longest)
    {
        var random = new Random(seed);
        var text = string.Concat(Enumerable.Repeat("a😀b🚀", 200));
        var builder = new PlainTextBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(1, longest + 2));
            builder.Append(text.AsSpan(start, end - start));
            start = end;
            Assert.All(Segments(builder.ToDocument()), static segment =>
            {
                Assert.False(char.IsHighSurrogate(segment[^1]));
                Assert.False(char.IsLowSurrogate(segment[0]));
            });
        }
    }

    [Fact]
    public void ToDocument_TextGrows_KeepsSettledBlocksAndWholeSegments()
    {
        var builder = new PlainTextBuilder();
        for (var line = 0; line < 40; line++)
        {
            builder.Append($"Line {line} with some words in it, and some more.\n");
        }

        var before = builder.ToDocument();
        builder.Append("And now a line that is still open, long enough for more than one segment of text.");
        var after = builder.ToDocument();

        Assert.True(before.Blocks.Count > 2);
        var settled = before.Blocks.Count - 1;
        Assert.All(Enumerable.Range(0, settled), index => Assert.Same(before.Blocks[index], after.Blocks[index]));
        Assert.All(
            Segments(before.Blocks[settled]).SkipLast(1).Index(),
            segment => Assert.Same(segment.Item, Segments(after.Blocks[settled])[segment.Index]));
    }

    [Fact]
    public void ToDocument_OneEndlessLine_StaysInShortSegmentsAndBlocks()
    {
        var builder = new PlainTextBuilder();
        builder.Append(new string('x', 40_000));

        var document = builder.ToDocument();

        Assert.All(document.Blocks, static block => Assert.InRange(Segments(block).Sum(static segment => segment.Length), 1, 2_100));
        Assert.All(document.Blocks.Take(9), static block => Assert.True(IsRunOn(block)));
        Assert.False(IsRunOn(document.Blocks[^1]));
        Assert.All(Segments(document), static segment => Assert.InRange(segment.Length, 1, 97));
    }

    [Property(MaxTest = 300)]
    public void ToDocument_LongLines_AreExactInBlocksThatKnowWhereTheyRunOn(int seed, byte longest)
    {
        var random = new Random(seed);
        var text = string.Join('\n', Enumerable.Range(0, 4).Select(_ => string.Concat(Enumerable.Repeat("a😀 bc", random.Next(1_500)))));
        var builder = new PlainTextBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(1, (longest * 20) + 2));
            builder.Append(text.AsSpan(start, end - start));
            start = end;
            AssertRunsOnWhereNoLineEnds(builder.ToDocument());
        }

        builder.Complete();
        var document = builder.ToDocument();

        Assert.Equal(text, TextOf(document));
        AssertRunsOnWhereNoLineEnds(document);
        Assert.All(Segments(document), static segment => Assert.False(char.IsHighSurrogate(segment[^1]) || char.IsLowSurrogate(segment[0])));
    }

    [Fact]
    public void ToDocument_NothingNew_IsTheSameObject()
    {
        var builder = new PlainTextBuilder();
        builder.Append("text");

        Assert.Same(builder.ToDocument(), builder.ToDocument());
    }

    [Fact]
    public void Complete_HalfAPairAtTheEnd_IsKept()
    {
        var builder = new PlainTextBuilder();
        builder.Append("end \uD83D");
        Assert.Equal("end ", TextOf(builder.ToDocument()));

        builder.Complete();

        Assert.Equal("end \uD83D", TextOf(builder.ToDocument()));
    }

    /// <summary>Every border between two blocks is either a line's end or inside of running text, and no block is longer than the hard limit.</summary>
    private static void AssertRunsOnWhereNoLineEnds(MarkdownDocument document)
    {
        foreach (var (block, next) in document.Blocks.Zip(document.Blocks.Skip(1)))
        {
            Assert.InRange(Segments(block).Sum(static segment => segment.Length), 1, 2_100);
            Assert.True(Segments(block)[^1].EndsWith('\n') || (IsRunOn(block) && IsRunOn(next)));
        }
    }

    private static string RandomText(Random random, int length) =>
        string.Concat(Enumerable.Range(0, (length / 20) + 1).Select(_ => Piece(random)));

    private static string Piece(Random random)
    {
        var from = random.Next(Material.Length);
        return Material[from..Math.Min(Material.Length, from + random.Next(1, 40))];
    }

    private static IReadOnlyList<string> Segments(MarkdownBlock block) => MarkdownDocuments.SegmentsOf(block);

    private static IEnumerable<string> Segments(MarkdownDocument document) => document.Blocks.SelectMany(Segments);

    private static bool IsRunOn(MarkdownBlock block) =>
        MarkdownDocuments.NodesOf(block).Any(static node => node is { Kind: MarkdownNodeKind.Property, Property: MarkdownProperty.RunOn });

    private static string TextOf(MarkdownDocument document) => MarkdownDocuments.TextOf(document);
}
