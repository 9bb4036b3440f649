using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Feedback;
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
    public void Render_Failed_OffersRetryOnceAndInTheNotice()
    {
        CardCommand? command = null;
        var card = Render<ModelCard>(parameters => parameters
            .Add(card => card.Label, LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(new LaneScript().Start().Write("Half an").End(LaneState.Failed).Card))
            .Add(card => card.Act, given => command = given));

        Assert.Single(card.FindAll("[data-action=retry]"));
        card.Find(".failure button[aria-label='Retry Model 0']").Click();

        Assert.Equal(new CardCommand(0, CardAction.Retry), command);
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
    public void Render_Running_OffersWhatARunningCardCanDo()
    {
        var card = Show(new LaneScript().Start().Write("text"));

        Assert.Equal(["copy-markdown", "raw", "maximise", "stop", "more"], Actions(card, ".foot > [data-action]"));
        Assert.Equal(["copy-text", "continue", "seal", "pin", "move-left", "move-right", "collapse", "hide"], Actions(card, ".menu-list [data-action]"));
    }

    [Fact]
    public void Render_Ended_OffersToTryAgain()
    {
        var card = Show(new LaneScript().Start().Write("text").End(LaneState.Finished));

        Assert.Equal(["copy-markdown", "retry", "raw", "maximise", "more"], Actions(card, ".foot > [data-action]"));
        Assert.Equal(["copy-text", "retry-with", "continue", "seal", "pin", "move-left", "move-right", "collapse", "hide"], Actions(card, ".menu-list [data-action]"));
    }

    [Theory]
    [InlineData("raw", CardAction.Raw)]
    [InlineData("maximise", CardAction.Maximise)]
    [InlineData("retry", CardAction.Retry)]
    [InlineData("retry-with", CardAction.RetryWith)]
    [InlineData("continue", CardAction.Continue)]
    [InlineData("seal", CardAction.Seal)]
    [InlineData("pin", CardAction.Pin)]
    [InlineData("move-left", CardAction.MoveLeft)]
    [InlineData("move-right", CardAction.MoveRight)]
    [InlineData("collapse", CardAction.Collapse)]
    [InlineData("hide", CardAction.Hide)]
    [InlineData("take-previous", CardAction.PreviousTake)]
    [InlineData("take-next", CardAction.NextTake)]
    public void Control_Clicked_TellsTheLaneAndTheAction(string control, CardAction action)
    {
        CardCommand? command = null;
        var card = Render<ModelCard>(parameters => parameters
            .Add(card => card.Label, LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(new LaneScript().Start().Write("text").End(LaneState.Finished).Card))
            .Add(card => card.Place, new CardPlace { CanMoveLeft = true, CanMoveRight = true, Take = 1, Takes = 3 })
            .Add(card => card.Act, given => command = given));

        card.Find($"[data-action={control}]").Click();

        Assert.Equal(new CardCommand(0, action), command);
    }

    [Theory]
    [InlineData("copy-markdown")]
    [InlineData("copy-text")]
    public void Copy_OfARetry_NamesTheRetrysOwnLane(string control)
    {
        var card = Show(new LaneScript(2, "retry", firstCard: 3).Start(1).Write("text", 1).CardOf(1));

        var button = card.Find($"[data-action={control}]");

        Assert.Equal(("retry", "1"), (button.GetAttribute("data-comparison"), button.GetAttribute("data-lane")));
        Assert.False(button.HasAttribute("disabled"));
    }

    [Fact]
    public void Copy_NoTextYet_IsDisabled()
    {
        var card = Show(new LaneScript().Start());

        Assert.True(card.Find("[data-action=copy-markdown]").HasAttribute("disabled"));
        Assert.True(card.Find("[data-action=copy-text]").HasAttribute("disabled"));
    }

    [Fact]
    public void Render_SecondOfTwoTakes_SaysSoAndGoesBackOnly()
    {
        var card = Show(new LaneScript().Start().Card, place: new CardPlace { Take = 1, Takes = 2 });

        Assert.Equal("2 of 2", card.Find(".takes").TextContent.Trim());
        Assert.False(card.Find("[data-action=take-previous]").HasAttribute("disabled"));
        Assert.True(card.Find("[data-action=take-next]").HasAttribute("disabled"));
    }

    [Fact]
    public void Render_Pinned_SaysBaseline()
    {
        var card = Show(new LaneScript().Start().Card, place: new CardPlace { IsPinned = true });

        Assert.Equal("baseline", card.Find(".baseline").TextContent);
        Assert.Equal("true", card.Find("[data-action=pin]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Render_BaselineAndBothEnded_ShowsTheDifferences()
    {
        var baseline = new LaneScript().Start().Wait(0.5).Write("Short.").Wait(1).End(LaneState.Finished, metrics: Metrics(1.5, 0.5, 100)).Card.Status;
        var script = new LaneScript().Start().Wait(0.9).Write("Longer.").Wait(2).End(LaneState.Finished, metrics: Metrics(2.9, 0.9, 80));

        var card = Show(script.Card, baseline: baseline);

        Assert.Equal(["+1.4 s", "+0.40 s", "−60", "−20"], card.FindAll(".delta").Select(static delta => delta.TextContent.Trim()));
    }

    [Fact]
    public void Render_BaselineButStillRunning_ShowsNoDifference()
    {
        var baseline = new LaneScript().Start().Write("Short.").End(LaneState.Finished).Card.Status;

        Assert.Empty(Show(new LaneScript().Start().Write("text").Card, baseline: baseline).FindAll(".delta"));
    }

    [Fact]
    public async Task Publish_OnlyTextChanges_LeavesHeadAndMenuAlone()
    {
        var script = new LaneScript().Start().Wait(0.2).Write("one");
        var card = Show(script);
        var head = card.FindComponent<CardHead>();
        var menu = card.FindComponent<CardMenu>();
        var before = (head.RenderCount, menu.RenderCount);

        await PublishAsync(card, script.Wait(0.05).Write(" two").Card);
        await PublishAsync(card, script.Wait(0.05).Write(" three").Card);

        Assert.Equal("one two three", card.Find("[data-raw]").TextContent);
        Assert.Equal(before, (head.RenderCount, menu.RenderCount));
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
    public async Task Publish_TextGrows_SettledSectionsAreNotRenderedAgain()
    {
        var script = new LaneScript().Start();
        for (var line = 0; line < 20; line++)
        {
            script.Write($"Paragraph {line} with some words in it, and some more.\n\n");
        }

        var card = Show(script);
        var sections = card.FindComponents<PartView>();
        var renders = sections.Select(static section => section.RenderCount).ToArray();

        await PublishAsync(card, script.Write("The next one.").Card);

        Assert.True(sections.Count > 2);
        Assert.Equal(renders.SkipLast(1), sections.SkipLast(1).Select(static section => section.RenderCount));
        Assert.EndsWith("The next one.", card.Find("[data-raw]").TextContent, StringComparison.Ordinal);
    }

    private static string?[] Actions(IRenderedComponent<ModelCard> card, string selector) =>
        [.. card.FindAll(selector).Select(static button => button.GetAttribute("data-action"))];

    private static LaneMetrics Metrics(double duration, double firstWord, long tokens) => new()
    {
        Duration = TimeSpan.FromSeconds(duration),
        TimeToFirstToken = TimeSpan.FromSeconds(firstWord),
        GenerationTime = TimeSpan.FromSeconds(duration - firstWord),
        OutputTokens = tokens,
    };

    private static Task PublishAsync(IRenderedComponent<ModelCard> card, CardSnapshot snapshot) =>
        card.InvokeAsync(() => card.Instance.Feed.Publish(snapshot)).WithinTimeout();

    [Fact]
    public void Render_EndedAnswerThatMayBeRated_HasThumbsThatSayWhatWasChosen()
    {
        var ended = new LaneScript().Start().Wait(1).Write("So.").End(LaneState.Finished).Card;

        var card = Show(ended, place: CardPlace.Default with { TakesFeedback = true, Feedback = FeedbackKind.Down });

        Assert.Equal("false", card.Find("button[aria-label='Good answer of Model 0']").GetAttribute("aria-pressed"));
        Assert.Equal("true", card.Find("button[aria-label='Bad answer of Model 0']").GetAttribute("aria-pressed"));
        Assert.Single(card.FindAll("[data-action=comment]"));
        Assert.Single(card.FindAll("[data-action=report]"));
    }

    [Fact]
    public void Render_AnswerThatIsNotWholeOrOfAnother_HasNoThumbs()
    {
        var place = CardPlace.Default with { TakesFeedback = true };
        var running = Show(new LaneScript().Start().Wait(1).Write("So").Card, place: place);
        var failed = Show(new LaneScript().Start().End(LaneState.Failed).Card, place: place);
        var shared = Show(new LaneScript().Start().Wait(1).Write("So.").End(LaneState.Finished).Card);

        Assert.Empty(running.FindAll(".thumb, [data-action=comment]"));
        Assert.Single(running.FindAll("[data-action=report]"));
        Assert.Empty(failed.FindAll(".thumb, [data-action=comment]"));
        Assert.Single(failed.FindAll("[data-action=report]"));
        Assert.Empty(shared.FindAll(".thumb, [data-action=comment], [data-action=report]"));
    }

    private IRenderedComponent<ModelCard> Show(LaneScript script, bool isFirst = false, LaneLabel? label = null) => Show(script.Card, isFirst, label);

    private IRenderedComponent<ModelCard> Show(CardSnapshot snapshot, bool isFirst = false, LaneLabel? label = null, CardPlace? place = null, CardStatus? baseline = null) =>
        Render<ModelCard>(parameters => parameters
            .Add(card => card.Label, label ?? LaneScript.Labels(1)[0])
            .Add(card => card.Feed, new CardFeed(snapshot))
            .Add(card => card.Place, place ?? CardPlace.Default)
            .Add(card => card.Baseline, baseline)
            .Add(card => card.IsFirst, isFirst));
}
