using CompareIntel.Web.Components.Compare;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class TranscriptBuilderTests
{
    private const string Material = "one two \n three\n\n😀🧑‍🚀 vier — שלום\r\n`code` a-very-long-word-without-any-end ";

    [Property(MaxTest = 300)]
    public void ToTranscript_AnySplitIntoDeltas_IsExactlyTheText(int seed, ushort length, byte longest)
    {
        var random = new Random(seed);
        var text = RandomText(random, length % 6_000);
        var builder = new TranscriptBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(1, longest + 2));
            builder.Append(text.AsSpan(start, end - start));
            start = end;
            if (random.Next(4) == 0)
            {
                Assert.StartsWith(TextOf(builder.ToTranscript()), text, StringComparison.Ordinal);
            }
        }

        builder.Complete();

        Assert.Equal(text, TextOf(builder.ToTranscript()));
    }

    [Property(MaxTest = 300)]
    public void ToTranscript_AnySplitIntoDeltas_CutsNoSurrogatePair(int seed, byte longest)
    {
        var random = new Random(seed);
        var text = string.Concat(Enumerable.Repeat("a😀b🚀", 200));
        var builder = new TranscriptBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(1, longest + 2));
            builder.Append(text.AsSpan(start, end - start));
            start = end;
            Assert.All(Segments(builder.ToTranscript()), static segment =>
            {
                Assert.False(char.IsHighSurrogate(segment[^1]));
                Assert.False(char.IsLowSurrogate(segment[0]));
            });
        }
    }

    [Fact]
    public void ToTranscript_TextGrows_KeepsSettledBlocksAndWholeSegments()
    {
        var builder = new TranscriptBuilder();
        for (var line = 0; line < 40; line++)
        {
            builder.Append($"Line {line} with some words in it, and some more.\n");
        }

        var before = builder.ToTranscript();
        builder.Append("And now a line that is still open, long enough for more than one segment of text.");
        var after = builder.ToTranscript();

        Assert.True(before.Blocks.Count > 2);
        var settled = before.Blocks.Count - 1;
        Assert.All(Enumerable.Range(0, settled), index => Assert.Same(before.Blocks[index], after.Blocks[index]));
        Assert.All(
            before.Blocks[settled].Segments.SkipLast(1).Index(),
            segment => Assert.Same(segment.Item, after.Blocks[settled].Segments[segment.Index]));
    }

    [Fact]
    public void ToTranscript_OneEndlessLine_StaysInShortSegmentsAndBlocks()
    {
        var builder = new TranscriptBuilder();
        builder.Append(new string('x', 40_000));

        var transcript = builder.ToTranscript();

        Assert.All(transcript.Blocks, static block => Assert.InRange(block.Segments.Sum(static segment => segment.Length), 1, 2_100));
        Assert.All(transcript.Blocks.Take(9), static block => Assert.True(block.IsRunOn));
        Assert.False(transcript.Blocks[^1].IsRunOn);
        Assert.All(Segments(transcript), static segment => Assert.InRange(segment.Length, 1, 97));
    }

    [Property(MaxTest = 300)]
    public void ToTranscript_LongLines_AreExactInBlocksThatKnowWhereTheyRunOn(int seed, byte longest)
    {
        var random = new Random(seed);
        var text = string.Join('\n', Enumerable.Range(0, 4).Select(_ => string.Concat(Enumerable.Repeat("a😀 bc", random.Next(1_500)))));
        var builder = new TranscriptBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(1, (longest * 20) + 2));
            builder.Append(text.AsSpan(start, end - start));
            start = end;
            AssertRunsOnWhereNoLineEnds(builder.ToTranscript());
        }

        builder.Complete();
        var transcript = builder.ToTranscript();

        Assert.Equal(text, TextOf(transcript));
        AssertRunsOnWhereNoLineEnds(transcript);
        Assert.All(Segments(transcript), static segment => Assert.False(char.IsHighSurrogate(segment[^1]) || char.IsLowSurrogate(segment[0])));
    }

    [Fact]
    public void ToTranscript_NothingNew_IsTheSameObject()
    {
        var builder = new TranscriptBuilder();
        builder.Append("text");

        Assert.Same(builder.ToTranscript(), builder.ToTranscript());
    }

    [Fact]
    public void Complete_HalfAPairAtTheEnd_IsKept()
    {
        var builder = new TranscriptBuilder();
        builder.Append("end \uD83D");
        Assert.Equal("end ", TextOf(builder.ToTranscript()));

        builder.Complete();

        Assert.Equal("end \uD83D", TextOf(builder.ToTranscript()));
    }

    /// <summary>Every border between two blocks is either a line's end or inside of running text, and no block is longer than the hard limit.</summary>
    private static void AssertRunsOnWhereNoLineEnds(Transcript transcript)
    {
        foreach (var (block, next) in transcript.Blocks.Zip(transcript.Blocks.Skip(1)))
        {
            Assert.InRange(block.Segments.Sum(static segment => segment.Length), 1, 2_100);
            Assert.True(block.Segments[^1].EndsWith('\n') || (block.IsRunOn && next.IsRunOn));
        }
    }

    private static string RandomText(Random random, int length) =>
        string.Concat(Enumerable.Range(0, (length / 20) + 1).Select(_ => Piece(random)));

    private static string Piece(Random random)
    {
        var from = random.Next(Material.Length);
        return Material[from..Math.Min(Material.Length, from + random.Next(1, 40))];
    }

    private static IEnumerable<string> Segments(Transcript transcript) => transcript.Blocks.SelectMany(static block => block.Segments);

    private static string TextOf(Transcript transcript) => string.Concat(Segments(transcript));
}
