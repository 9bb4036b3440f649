using CompareIntel.Core.Markdown;
using FsCheck.Xunit;

namespace CompareIntel.Tests.Core.Markdown;

public sealed class MarkdownBuilderTests
{
    [Property(MaxTest = 150)]
    public void Complete_MixedDocumentInAnySplit_ShowsWhatMarkdigShows(int seed, bool reachesBack)
    {
        var random = new Random(seed);
        var text = MixedDocument.Create(random, random.Next(1, 14), reachesBack);
        var builder = MarkdownStream.Split(text, random, longest: random.Next(1, 60));
        Assert.Equal(DomOutline.OfMarkdig(text), DomOutline.OfNodes(builder.ToDocument()));
        Assert.Equal(text, builder.ToString());
    }

    [Property(MaxTest = 150)]
    public void Complete_NothingReachesBack_KeepsEveryBlock(int seed)
    {
        var random = new Random(seed);
        var text = MixedDocument.Create(random, random.Next(1, 14));
        var last = MarkdownDocument.Empty;
        var builder = MarkdownStream.Split(text, random, longest: random.Next(1, 60), (_, document) => last = document);
        var document = builder.ToDocument();
        var before = last.Blocks.SkipLast(2).ToArray();

        Assert.Equal(before, document.Blocks.Take(before.Length));
        Assert.Equal(Enumerable.Range(0, document.Blocks.Count), document.Blocks.Select(block => block.Id));
    }

    [Property(MaxTest = 150)]
    public void End_PassRunsAfterIt_ShowsWhatMarkdigShows(int seed, bool reachesBack)
    {
        var random = new Random(seed);
        var text = MixedDocument.Create(random, random.Next(1, 14), reachesBack);
        var builder = MarkdownStream.SplitAndEnd(text, random, longest: random.Next(1, 60), out var pass);
        var before = builder.ToDocument();
        if (pass is not null)
        {
            pass.Run();
            builder.Complete(pass);
            if (!pass.IsChange)
            {
                Assert.Equal(before.Blocks, builder.ToDocument().Blocks);
            }
        }

        Assert.Equal(DomOutline.OfMarkdig(text), DomOutline.OfNodes(builder.ToDocument()));
    }

    [Property(MaxTest = 150)]
    public void ToDocument_AnySplit_ShowsWhatTheSameTextShowsAtOnce(int seed)
    {
        var random = new Random(seed);
        // A table's last row is left out until it is whole, which is another thing.
        var text = MixedDocument.Create(random, random.Next(1, 4)).Replace('|', '!');
        MarkdownStream.Split(text, random, longest: random.Next(1, 30), (builder, document) =>
        {
            var whole = new MarkdownBuilder();
            whole.Append(builder.ToString());
            Assert.Equal(DomOutline.OfNodes(whole.ToDocument()), DomOutline.OfNodes(document));
        });
    }

    [Theory]
    [InlineData("| a | b | c |\n|---|---|---|\n| one | tw", "o and more, ", "then some | three |\n")]
    [InlineData("| a | b |\n|---|---|\n| one | **two** wor", "ds", " |\n| th")]
    [InlineData("1. one\n   - two **bold** wor", "ds, and ", "12.5 more\n")]
    [InlineData("> a quote that go", "es on ", " and on\n")]
    [InlineData("look at www", ".example.com", " now")]
    [InlineData("see https://example", ".org for mo", "re")]
    [InlineData("text\n1", ". no list", " here")]
    [InlineData("so it ends ", "with spaces   ", "\nand a line")]
    [InlineData("*soft", " words", "* end")]
    [InlineData("[a link", " that is open", "](https://example.com)")]
    [InlineData("    indented co", "de here", "\n")]
    [InlineData("```cs", "harp or so", "\ncode")]
    [InlineData("one\n\n[ref]: https://example.com/pa", "th", "\n\n[ref]")]
    [InlineData("[1]: https://example.com \"Titl", "e of it\"", "\n\n[1]")]
    [InlineData("[ref]: /u 'ti", "tle'", "\n")]
    [InlineData("[ref]: /u\n\"ti", "tle\"", "\n")]
    [InlineData("[^1]: Smith, \"A Titl", "e\"", " and more")]
    public void ToDocument_WordsCome_ShowsWhatTheSameTextShowsAtOnce(string text, string words, string more)
    {
        var builder = new MarkdownBuilder();
        var sofar = "";
        foreach (var delta in new[] { text, words, more })
        {
            builder.Append(delta);
            sofar += delta;
            var whole = new MarkdownBuilder();
            whole.Append(sofar);
            Assert.Equal(DomOutline.OfNodes(whole.ToDocument()), DomOutline.OfNodes(builder.ToDocument()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("- one\n- ")]
    [InlineData("| a | b | c |\n|---|---|---|\n| one | ")]
    public void ToDocument_WordsCome_MakesFarLessThanParsingDoes(string beginning)
    {
        var text = beginning + MixedDocument.Sentence(new Random(1), 60).Replace('|', '!') + " and so";

        Assert.True(3 * BytesToShow(text, " on we go") < BytesToShow(text, " on *we* go"));

        static long BytesToShow(string text, string delta)
        {
            var bytes = 0L;

            // The first time also makes what is made once.
            for (var run = 0; run < 2; run++)
            {
                var builder = new MarkdownBuilder();
                builder.Append(text);
                builder.ToDocument();
                builder.Append(delta);
                var before = GC.GetAllocatedBytesForCurrentThread();
                builder.ToDocument();
                bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return bytes;
        }
    }

    [Fact]
    public void End_TextWasShown_ShowsAllOfItBeforeThePass()
    {
        var builder = new MarkdownBuilder();
        builder.Append("See [this] and\n\n* one\n* tw");
        builder.ToDocument();
        builder.Append("o\n\n[this]: https://example.org\n");

        var pass = builder.End();
        var before = builder.ToDocument();
        Assert.NotNull(pass);
        Assert.Null(builder.End());
        Assert.Throws<InvalidOperationException>(() => builder.Append("more"));
        pass.Run();
        Assert.True(pass.IsChange);
        Assert.Same(before, builder.ToDocument());
        builder.Complete(pass);
        var after = builder.ToDocument();

        Assert.EndsWith("two", ShownLetters(before), StringComparison.Ordinal);
        Assert.DoesNotContain(NodeHtml.NodesOf(before.Blocks[0]), static node => node.Element == MarkdownElement.Link);
        Assert.Contains(NodeHtml.NodesOf(after.Blocks[0]), static node => node.Element == MarkdownElement.Link);
        Assert.Same(before.Blocks[1], after.Blocks[1]);
    }

    [Fact]
    public void End_CodeGetsItsColoursBeforeThePass_KeepsThem()
    {
        var builder = new MarkdownBuilder();
        builder.Append("```csharp\nvar a = 1;\n```\n\n[this]\n\nmore\n\n");
        builder.ToDocument();
        builder.Append("[this]: https://example.org\n");
        var pass = builder.End()!;
        builder.ToDocument();
        builder.SetTokens(Assert.Single(builder.TakeSettledCode()), "K3");
        pass.Run();
        Assert.True(pass.IsChange);
        builder.Complete(pass);

        Assert.Contains(NodeHtml.NodesOf(builder.ToDocument().Blocks[0]), static node => node is { Kind: MarkdownNodeKind.Property, Property: MarkdownProperty.Tokens, Value: "K3" });
        Assert.Empty(builder.TakeSettledCode());
    }

    [Fact]
    public void End_NothingWasShown_LeavesNothing()
    {
        var builder = new MarkdownBuilder();
        builder.Append("[this]\n\n[this]: https://example.org\n");

        Assert.Null(builder.End());
        Assert.Contains(NodeHtml.NodesOf(builder.ToDocument().Blocks[0]), static node => node.Element == MarkdownElement.Link);
    }

    [Fact]
    public void ToDocument_BlockIsParsedAgain_KeepsTheStringsOfWhatItShowed()
    {
        var builder = new MarkdownBuilder();
        builder.Append("one **two** three");
        var before = TextsOf(builder);
        builder.Append(" four *five*");
        var after = TextsOf(builder);

        Assert.Equal(["one ", "two", " three"], before);
        Assert.Same(before[0], after[0]);
        Assert.Same(before[1], after[1]);

        static string[] TextsOf(MarkdownBuilder builder) =>
            [.. NodeHtml.NodesOf(builder.ToDocument().Blocks[0]).Where(static node => node.Kind == MarkdownNodeKind.Text).Select(static node => node.Value!)];
    }

    [Property(MaxTest = 150)]
    public void ToDocument_TextGrows_NeverChangesWhatHasSettled(int seed)
    {
        var random = new Random(seed);
        var text = MixedDocument.Create(random, random.Next(1, 14));
        var last = MarkdownDocument.Empty;
        MarkdownStream.Split(text, random, longest: 20, (builder, document) =>
        {
            // The last block is open, and the one before it may be.
            Assert.Equal(last.Blocks.SkipLast(2), document.Blocks.Take(Math.Max(0, last.Blocks.Count - 2)));
            if (last.Blocks is [.., var open] && document.Blocks.Count >= last.Blocks.Count)
            {
                // So are the last chunk of a block, and the one before it.
                var now = document.Blocks[last.Blocks.Count - 1];
                Assert.Equal(open.Chunks.SkipLast(2), now.Chunks.Take(Math.Max(0, open.Chunks.Count - 2)));
            }

            // Of rows that come fast, the one that has begun is shown by the second call.
            last = builder.ToDocument();
            Assert.Same(last, builder.ToDocument());
        });
    }

    [Fact]
    public void ToDocument_TableOfFewVeryLongRows_LosesNothing()
    {
        var rows = Enumerable.Range(0, 12).Select(row => $"| {string.Join(' ', Enumerable.Range(0, 900).Select(word => $"r{row}w{word}"))} | end{row} |\n");
        var text = "| a | b |\n|---|---|\n" + string.Concat(rows);
        var all = Letters(text);
        var builder = new MarkdownBuilder();
        for (var start = 0; start < text.Length; start += 50)
        {
            builder.Append(text.AsSpan(start, Math.Min(50, text.Length - start)));
            var shown = ShownLetters(builder);
            Assert.StartsWith(shown, all, StringComparison.Ordinal);
            // A row's beginning waits.
            Assert.InRange(Letters(builder.ToString()).Length - shown.Length, 0, 80);
        }

        builder.Complete();
        Assert.Equal(all, ShownLetters(builder));
    }

    [Theory]
    [InlineData("| apples and pears | **12** of `them` | *pears* |\n| | empty before | \\| |\n| 1 |\n|2|3|4|\n", 0)]
    [InlineData("apples and pears | 12 | x\nfigs | 3\n", 16)]
    public void ToDocument_RowIsBeingWritten_ShowsEachWordInTheTable(string rows, int held)
    {
        const string Head = "| a | b | c |\n|---|:-:|---|\n";
        var builder = new MarkdownBuilder();
        builder.Append(Head);
        builder.ToDocument();
        for (var length = 0; length < rows.Length; length++)
        {
            builder.Append(rows.AsSpan(length, 1));
            var document = builder.ToDocument();
            Assert.Equal(MarkdownElement.Table, Assert.Single(document.Blocks).Opening[0].Element);
            Assert.InRange(Letters(builder.ToString()).Length - ShownLetters(builder).Length, 0, held);
        }
    }

    [Fact]
    public void ToDocument_RowsComeFast_LeavesTheBegunOneForTheNextCall()
    {
        var builder = new MarkdownBuilder();
        builder.Append("| a | b |\n|---|---|\n");
        builder.ToDocument();
        builder.Append(string.Concat(Enumerable.Repeat("| one | two |\n", 10)));
        builder.Append("| begun |");
        Assert.DoesNotContain("begun", ShownLetters(builder), StringComparison.Ordinal);
        Assert.EndsWith("begun", ShownLetters(builder), StringComparison.Ordinal);
        Assert.Same(builder.ToDocument(), builder.ToDocument());
    }

    [Fact]
    public void ToDocument_ParagraphBelowATable_ShowsItsFirstWord()
    {
        var builder = new MarkdownBuilder();
        builder.Append("| a | b |\n|---|---|\n| 1 | 2 |\n");
        builder.ToDocument();
        builder.Append("\nSo");
        Assert.EndsWith("So", ShownLetters(builder), StringComparison.Ordinal);
    }

    private static string ShownLetters(MarkdownBuilder builder) => ShownLetters(builder.ToDocument());

    private static string ShownLetters(MarkdownDocument document) => Letters(string.Concat(
        document.Blocks.SelectMany(NodeHtml.NodesOf).Where(node => node.Kind == MarkdownNodeKind.Text).Select(node => node.Value)));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
