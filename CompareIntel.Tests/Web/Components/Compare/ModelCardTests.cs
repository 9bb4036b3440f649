using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Components.Markdown;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class ModelCardTests : BunitContext
{
    [Fact]
    public void Render_Queued_SaysThePlace()
    {
        var card = Show(new LaneScript().Append(new LaneQueued(0, 2)));

        Assert.Equal("queued, 2nd in line", card.Find(".state").TextContent.Trim());
        Assert.NotNull(card.Find("button[aria-label='Stop Model 0']"));
    }

    [Fact]
    public void Render_Waiting_HasAClockFromItsStart()
    {
        var card = Show(new LaneScript().Wait(0.25).Start());

        Assert.StartsWith("waiting", card.Find(".state").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("250", card.Find(".state elapsed-time").GetAttribute("from-ms"));
    }

    [Fact]
    public void Render_Reasoning_ShowsThoughtsOpen()
    {
        var card = Show(new LaneScript().Start().Wait(0.5).Reason("let me see"));

        Assert.Equal("thinking", card.Find("article").GetAttribute("data-state"));
        Assert.True(card.Find("details").HasAttribute("open"));
        Assert.Equal("let me see", card.Find(".thoughts").TextContent);
        Assert.Contains("0.50 s first thought", card.Find(".metrics").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AnswerBegins_ClosesThoughts()
    {
        var card = Show(new LaneScript().Start().Reason("let me see").Wait(2.2).Write("So."));

        Assert.False(card.Find("details").HasAttribute("open"));
        Assert.Equal("Thought for 2.2 s", card.Find("summary").TextContent);
        Assert.Equal("So.", card.Find("[data-raw]").TextContent);
    }

    [Fact]
    public void Render_Streaming_MarksEstimates()
    {
        var script = new LaneScript().Start().Wait(0.5).Write(new string('x', 200)).Wait(1).Write(new string('x', 200));

        var card = Show(script);

        Assert.Equal("writing", card.Find("article").GetAttribute("data-state"));
        Assert.Contains("~100 tok/s", card.Find(".metrics").TextContent, StringComparison.Ordinal);
        Assert.Contains("~100 tok", card.Find(".metrics").TextContent, StringComparison.Ordinal);
        Assert.True(card.Find("follow-end").HasAttribute("following"));
    }

    [Fact]
    public void Render_Finished_ShowsReportedNumbersAndNoStop()
    {
        var metrics = new LaneMetrics
        {
            Duration = TimeSpan.FromSeconds(3.1),
            TimeToFirstToken = TimeSpan.FromSeconds(0.31),
            GenerationTime = TimeSpan.FromSeconds(2),
            OutputTokens = 268,
        };
        var script = new LaneScript().Start().Wait(0.31).Write("All of it.").Wait(2).End(LaneState.Finished, metrics: metrics);

        var card = Show(script, isFirst: true);

        Assert.Equal("done 3.1 s", card.Find(".state").TextContent.Trim());
        Assert.Equal("0.31 s first word", card.Find(".best").TextContent);
        Assert.Contains("134 tok/s", card.Find(".metrics").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("~", card.Find(".metrics").TextContent, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("button[aria-label='Stop Model 0']"));
        Assert.False(card.Find("follow-end").HasAttribute("following"));
    }

    [Theory]
    [InlineData(null, "price unknown")]
    [InlineData(0.0004, "$0.0004")]
    public void Render_FinishedAtARealProvider_SaysThePriceOrThatItIsUnknown(double? cost, string text)
    {
        var metrics = new LaneMetrics { Duration = TimeSpan.FromSeconds(1), OutputTokens = 10, CostUsd = (decimal?)cost };
        var label = new LaneLabel(0, "local:llama", "Llama", "local", IsSimulated: false);

        var card = Show(new LaneScript().Start().Write("Yes.").End(LaneState.Finished, metrics: metrics), label: label);

        Assert.Contains(text, card.Find(".metrics").TextContent, StringComparison.Ordinal);
        Assert.Equal("local", card.Find(".provider").TextContent);
    }

    [Fact]
    public void Render_Failed_SaysWhatToDoAndKeepsTheText()
    {
        var card = Show(new LaneScript().Start().Write("Half an").End(LaneState.Failed));

        Assert.StartsWith("failed", card.Find(".state").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("Half an", card.Find("[data-raw]").TextContent);
        Assert.Equal(LaneScript.Failure.Message, card.Find(".failure p").TextContent);
    }

    [Fact]
    public void Render_WaitsToRetry_SaysWhyAndWhen()
    {
        var card = Show(new LaneScript().Start().Wait(0.5).Append(new AttemptFailed(0, 1, LaneScript.Failure, TimeSpan.FromSeconds(1), HasText: false)));

        Assert.StartsWith("Attempt 2", card.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Contains(LaneScript.Failure.Message, card.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal("1500", card.Find(".notice elapsed-time").GetAttribute("until-ms"));
    }

    [Fact]
    public void Render_CutAtTheOutputLimit_SaysSo()
    {
        var metrics = new LaneMetrics { Duration = TimeSpan.FromSeconds(1), FinishReason = "length" };

        var card = Show(new LaneScript().Start().Write("And then").End(LaneState.Finished, metrics: metrics));

        Assert.Contains("output limit", card.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LaneState.Stopped, "Stopped here.")]
    [InlineData(LaneState.Interrupted, "The server was restarted")]
    public void Render_EndedFromOutside_SaysSo(LaneState state, string text)
    {
        var card = Show(new LaneScript().Start().Write("And then").End(state));

        Assert.StartsWith(text, card.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_Clicked_NamesTheLane()
    {
        CardCommand? command = null;
        var card = Render<ModelCard>(parameters => parameters
            .Add(card => card.Label, LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(new LaneScript().Start().Card))
            .Add(card => card.Act, given => command = given));

        card.Find("button[aria-label='Stop Model 0']").Click();

        Assert.Equal(new CardCommand(0, CardAction.Stop), command);
    }

    [Fact]
    public async Task Publish_SameSnapshotAgain_RendersNothing()
    {
        var snapshot = new LaneScript().Start().Write("text").Card;
        var card = Show(snapshot);
        var renders = card.RenderCount;

        await PublishAsync(card, snapshot);

        Assert.Equal(renders, card.RenderCount);
    }

    [Fact]
    public async Task Publish_OnlyTextChanges_LeavesTheHeadAlone()
    {
        var script = new LaneScript().Start().Wait(0.2).Write("one");
        var card = Show(script);
        var head = card.FindComponent<CardHead>();
        var renders = head.RenderCount;

        await PublishAsync(card, script.Wait(0.05).Write(" two").Card);

        Assert.Equal("one two", card.Find("[data-raw]").TextContent);
        Assert.Equal(renders, head.RenderCount);
    }

    [Fact]
    public async Task Publish_TextGrows_SettledBlocksAreNotRenderedAgain()
    {
        var script = new LaneScript().Start();
        for (var line = 0; line < 10; line++)
        {
            script.Write($"Paragraph {line} with some words in it, and some more.\n\n");
        }

        var card = Show(script);
        var blocks = card.FindComponents<BlockView>();
        var renders = blocks.Select(static block => block.RenderCount).ToArray();

        await PublishAsync(card, script.Write("The next one.").Card);

        Assert.Equal(10, blocks.Count);
        Assert.Equal(renders, blocks.Select(static block => block.RenderCount));
        Assert.EndsWith("The next one.", card.Find("[data-raw]").TextContent, StringComparison.Ordinal);
    }

    private static Task PublishAsync(IRenderedComponent<ModelCard> card, CardSnapshot snapshot) =>
        card.InvokeAsync(() => card.Instance.Feed.Publish(snapshot)).WithinTimeout();

    private IRenderedComponent<ModelCard> Show(LaneScript script, bool isFirst = false, LaneLabel? label = null) => Show(script.Card, isFirst, label);

    private IRenderedComponent<ModelCard> Show(CardSnapshot snapshot, bool isFirst = false, LaneLabel? label = null) =>
        Render<ModelCard>(parameters => parameters
            .Add(card => card.Label, label ?? LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(snapshot))
            .Add(card => card.IsFirst, isFirst));
}
