using Bunit;
using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Core.Markdown;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Markdown;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Tests.Web.Components.Markdown;

/// <summary>Blocks that one component shows together look as if each were shown by itself, and cost the browser no more.</summary>
public sealed class SectionTests : BunitContext
{
    private readonly MarkdownFeed _feed = new();

    [Property(MaxTest = 100)]
    public void Publish_AnyDocumentInAnySplit_ShowsWhatItsBlocksShow(int seed, bool reachesBack)
    {
        using var context = new BunitContext();
        var random = new Random(seed);
        var feed = new MarkdownFeed();
        var view = context.Render<MarkdownView>(parameters => parameters.Add(view => view.Feed, feed));
        var builder = MarkdownStream.Split(
            MixedDocument.Create(random, random.Next(1, 30), reachesBack), random, longest: random.Next(1, 120), (_, document) => PublishAndCompare(document), everyFrame: random.Next(1, 12));
        PublishAndCompare(builder.ToDocument());
        foreach (var code in builder.TakeSettledCode())
        {
            builder.SetTokens(code, "k0,1");
        }

        PublishAndCompare(builder.ToDocument());

        // Another text in the same place, such as a card's next attempt.
        PublishAndCompare(MarkdownStream.Whole(MixedDocument.Create(random, random.Next(0, 30))).ToDocument());

        void PublishAndCompare(MarkdownDocument document)
        {
            view.InvokeAsync(() => feed.Publish(document)).GetAwaiter().GetResult();
            Assert.Equal(context.Render(builder => WriteBlocks(builder, document)).Markup, view.Markup);
        }
    }

    [Property(MaxTest = 50)]
    public void Publish_BlocksComeGoAndAreExchanged_ShowsThemInTheirOrder(int seed)
    {
        var random = new Random(seed);
        var sections = new SectionList(new SpentTrees());
        var blocks = new List<MarkdownBlock>();
        for (var round = 0; round < 20; round++)
        {
            for (var change = random.Next(1, 12); change > 0; change--)
            {
                var index = random.Next(blocks.Count + 1);
                if (index == blocks.Count || random.Next(3) == 0)
                {
                    blocks.Insert(index, Block(Enumerable.Range(0, int.MaxValue).First(id => blocks.All(block => block.Id != id))));
                }
                else if (random.Next(2) == 0)
                {
                    blocks.RemoveAt(index);
                }
                else
                {
                    var other = random.Next(blocks.Count);
                    (blocks[index], blocks[other]) = (blocks[other], blocks[index]);
                }
            }

            var before = sections.Sections.ToArray();
            var isOther = sections.Take([.. blocks]);

            Assert.Equal(blocks.Select(static block => block.Id), sections.Sections.SelectMany(static section => section.Blocks).Select(static block => block.Id));
            Assert.DoesNotContain(sections.Sections, static section => section.Blocks.Count == 0);
            Assert.Equal(isOther, !before.SequenceEqual(sections.Sections));
        }
    }

    [Fact]
    public async Task Publish_AnswerGrows_SettledSectionsAreNotRenderedAgain()
    {
        var builder = new MarkdownBuilder();
        builder.Append(Paragraphs(40));
        _feed.Publish(builder.ToDocument());
        var view = Render<MarkdownView>(parameters => parameters.Add(view => view.Feed, _feed));
        var sections = view.FindComponents<PartView>();
        var renders = sections.Select(static section => section.RenderCount).ToArray();

        for (var frame = 0; frame < 10; frame++)
        {
            builder.Append($"Frame {frame} goes on. ");
            await PublishAsync(view, builder);
        }

        Assert.InRange(sections.Count, 4, 10);
        Assert.Equal(renders.SkipLast(1), sections.SkipLast(1).Select(static section => section.RenderCount));
    }

    [Fact]
    public async Task Publish_TheEndExchangesABlock_OnlyItsSectionRenders()
    {
        var builder = new MarkdownBuilder();
        builder.Append("A [known] word.\n\n" + Paragraphs(40));
        _feed.Publish(builder.ToDocument());
        var view = Render<MarkdownView>(parameters => parameters.Add(view => view.Feed, _feed));
        builder.Append("[known]: https://example.com\n\nEnd.");
        await PublishAsync(view, builder);
        var sections = view.FindComponents<PartView>();
        var renders = sections.Select(static section => section.RenderCount).ToArray();
        Assert.Empty(view.FindAll("a"));

        builder.Complete();
        await PublishAsync(view, builder);

        Assert.Equal("known", view.Find("a").TextContent);
        Assert.Equal([0], sections.Index().Where(section => section.Item.RenderCount != renders[section.Index]).Select(static section => section.Index));
    }

    [Fact]
    public async Task Publish_SectionRendersAgain_SendsOnlyWhatIsNew()
    {
        await using var recorder = new BatchRecorder(Services);
        var builder = new MarkdownBuilder();
        builder.Append("# Title\n\nA **first** paragraph.\n\n- one\n- two\n\nAnd [so] on.\n\nIt");
        _feed.Publish(builder.ToDocument());
        await recorder.RenderAsync<MarkdownView>(nameof(MarkdownView.Feed), _feed).WithinTimeout();

        builder.Append(" goes");
        await PublishAsync(recorder, builder);
        Assert.Equal(["It goes"], recorder.Texts);
        Assert.Equal((1, 0, 0), (recorder.Components, recorder.Elements, recorder.Removed));

        builder.Append(" on.\n\nNext");
        await PublishAsync(recorder, builder);
        Assert.Equal(["It goes on.", "Next"], recorder.Texts);
        Assert.Equal((1, 1, 0), (recorder.Components, recorder.Elements, recorder.Removed));

        // The paragraph before the last gets its link; those around it stay.
        builder.Append(" one.\n\n[so]: https://example.com");
        builder.Complete();
        await PublishAsync(recorder, builder);
        Assert.Equal(["And ", "so", " on.", "Next one."], recorder.Texts);
        Assert.Equal((1, 2, 1), (recorder.Components, recorder.Elements, recorder.Removed));
    }

    [Fact]
    public async Task Publish_LongBlockGrows_ComparesItsLastChunkOnly()
    {
        await using var recorder = new BatchRecorder(Services);
        var builder = new MarkdownBuilder();
        builder.Append("Before.\n\n```\n" + string.Concat(Enumerable.Range(0, 100).Select(static line => $"line {line}\n")));
        _feed.Publish(builder.ToDocument());
        await recorder.RenderAsync<MarkdownView>(nameof(MarkdownView.Feed), _feed).WithinTimeout();

        builder.Append("line 100\n");
        await PublishAsync(recorder, builder);

        Assert.Equal(["line 100\n"], recorder.Texts);
        Assert.Equal((1, 0, 0), (recorder.Components, recorder.Elements, recorder.Removed));
    }

    private static string Paragraphs(int count) => string.Concat(Enumerable.Range(0, count).Select(static index => $"Paragraph {index} of *some* words.\n\n"));

    private static MarkdownBlock Block(int id) => new(id, [], [new MarkdownChunk(0, [MarkdownNode.Text("text")])]);

    private Task PublishAsync(IRenderedComponent<MarkdownView> view, MarkdownBuilder builder) => view.InvokeAsync(() => _feed.Publish(builder.ToDocument())).WithinTimeout();

    private Task PublishAsync(BatchRecorder recorder, MarkdownBuilder builder) => recorder.Dispatcher.InvokeAsync(() => _feed.Publish(builder.ToDocument())).WithinTimeout();

    private static void WriteBlocks(RenderTreeBuilder builder, MarkdownDocument document)
    {
        foreach (var block in document.Blocks)
        {
            builder.OpenRegion(0);
            var writer = new CompareIntel.Web.Components.Markdown.NodeWriter(builder);
            writer.Write(block.Opening);
            foreach (var chunk in block.Chunks)
            {
                writer.Write(chunk.Nodes);
            }

            writer.CloseAll();
            builder.CloseRegion();
        }
    }
}
