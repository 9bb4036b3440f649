using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Markdown;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class RunViewTests : BunitContext
{
    private readonly TrackingTimeProvider _clock = new();
    private readonly ComparisonSession _session;
    private readonly ClientCounts _clients = new();

    public RunViewTests()
    {
        _session = new ComparisonSession(_clock, new CodeColours(new CodeHighlighter(TimeProvider.System, NullLogger<CodeHighlighter>.Instance), TimeProvider.System), new LastPasses(TimeProvider.System), new ReadingTurns(TimeProvider.System), NullLogger<ComparisonSession>.Instance) { FirstInterval = 1 };
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(_session);
        Services.AddSingleton<PageMemory>();
        Services.AddSingleton(_clients);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task Render_SessionStillShowsAnother_TakesNothingOfIt()
    {
        await FollowAsync("other");

        var view = Show("abc");
        await _session.FrameReady!(_session.Current!, Xunit.TestContext.Current.CancellationToken).WithinTimeout();

        Assert.Empty(view.FindAll("article.card"));
    }

    [Fact]
    public async Task Frames_AreCountedUntilTheyAreConfirmed()
    {
        await ShowAsync(new LaneScript().Start().View);

        Assert.Equal((1L, 0), (_clients.FramesSent, _clients.FramesUnconfirmed));

        await DisposeComponentsAsync();
        Assert.Equal(0, _clients.FramesUnconfirmed);
    }

    [Fact]
    public async Task Render_SessionShowsThisOne_TakesItAtOnce()
    {
        await FollowAsync("abc");

        Assert.Single(Show("abc").FindAll("article.card"));
    }

    [Fact]
    public async Task ShowFrame_Shown_LeavesNoTimer()
    {
        var view = Show("abc");

        await _session.FrameReady!(new LaneScript().Start().View, Xunit.TestContext.Current.CancellationToken).WithinTimeout();

        Assert.Single(view.FindAll("article.card"));
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task ShowFrame_NextFrame_KeepsTheHandlersOfTheTabs()
    {
        var script = new LaneScript(2).Start().Start(1);
        var view = Show("abc", lanes: 2);
        await _session.FrameReady!(script.View, Xunit.TestContext.Current.CancellationToken).WithinTimeout();
        var before = Handlers(view);

        await _session.FrameReady!(script.Wait(1).Write("word").View, Xunit.TestContext.Current.CancellationToken).WithinTimeout();

        Assert.Equal(2, before.Length);
        Assert.Equal(before, Handlers(view));
        view.FindAll(".tab")[1].Click();
        Assert.Equal("true", view.FindAll(".tab")[1].GetAttribute("aria-current"));
    }

    [Fact]
    public async Task ShowFrame_OnlyTextHasGrown_RendersNeitherTheRunNorAHead()
    {
        var script = new LaneScript(2).Start().Start(1).Wait(1).Write("one");
        var view = await ShowAsync(script.View);
        var card = view.FindComponents<ModelCard>()[0];
        var tools = view.FindComponent<RunTools>();
        var runs = tools.RenderCount;
        var head = view.FindComponents<CardHead>()[0].RenderCount;

        await FrameAsync(script.Wait(0.05).Write(" two").View);
        await FrameAsync(script.Wait(0.05).Write(" three").View);

        Assert.Equal("one two three", card.Find("[data-raw]").TextContent);
        Assert.Equal(head, view.FindComponents<CardHead>()[0].RenderCount);

        // They have nothing of their own that keeps them from rendering with the run.
        Assert.Equal(runs, tools.RenderCount);
    }

    [Fact]
    public async Task Run_ThatEndsWhileAPageWatches_TellsOnceWhatTheWayToItTook()
    {
        var kept = new List<(string Id, WatchTiming Timing)>();
        await using var session = new ComparisonSession(_clock, new CodeColours(new CodeHighlighter(TimeProvider.System, NullLogger<CodeHighlighter>.Instance), TimeProvider.System), new LastPasses(TimeProvider.System), new ReadingTurns(TimeProvider.System), NullLogger<ComparisonSession>.Instance)
        {
            FirstInterval = 1,
            KeepTiming = (id, timing) => kept.Add((id, timing)),
        };
        Services.AddSingleton(session);
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        var paints = JSInterop.Setup<string?>("compareIntel.takePaints");
        paints.SetResult($$"""{"count":3,"totalMs":24,"longestMs":10,"hidden":1,"slow":{"count":1,"totalMs":70,"longestMs":70},"lanes":[{"comparison":"{{comparison.Id}}","lane":0,"ms":7}]}""");
        await session.FollowAsync(comparison, isTimed: true);
        var view = Show(comparison.Id);
        await AsyncAssert.EventuallyAsync(() => view.FindAll("article.card").Count == 1);
        Assert.Single(view.FindAll("paint-watch"));
        var call = await rig.Provider.NextCallAsync("a");
        call.Text("word").Complete();
        await comparison.Completion.WithinTimeout();
        await _clock.AdvanceUntilAsync(EndAsync());

        Assert.Equal(comparison.Id, Assert.Single(kept).Id);
        Assert.Equal(7, kept[0].Timing.Lanes[0].First!.PaintMs);
        Assert.Equal(new PaintTiming(new TimeSum(3, 24, 10), 1, new TimeSum(1, 70, 70)), kept[0].Timing.Paint);
        Assert.Single(paints.Invocations);
        await session.LeaveAsync();
        Assert.Single(kept);

        async Task EndAsync() => await AsyncAssert.EventuallyAsync(() => kept.Count == 1);
    }

    [Fact]
    public async Task Run_OfAPageThatIsNotTimed_IsNotWatched()
    {
        var view = await ShowAsync(new LaneScript().Start().Wait(1).Write("one").View);

        Assert.Empty(view.FindAll("paint-watch"));
    }

    [Fact]
    public async Task Maximise_Clicked_MarksCardAndRunUntilClickedAgain()
    {
        var view = await ShowAsync(new LaneScript(2).Start().Start(1).View);

        view.Find("#lane-1 [data-action=maximise]").Click();
        Assert.Equal("lane-1", view.Find(".run.has-maximised .card.maximised").Id);

        view.Find("#lane-1 [data-action=maximise]").Click();
        Assert.Empty(view.FindAll(".has-maximised, .maximised"));
    }

    [Fact]
    public async Task Hide_ThenShowAll_BringsTheCardBack()
    {
        var view = await ShowAsync(new LaneScript(3).Start().View);

        view.Find("#lane-1 [data-action=hide]").Click();

        Assert.Equal(["lane-0", "lane-2"], CardIds(view));
        Assert.Equal(2, view.FindAll(".tab").Count);
        Assert.Equal("2", view.Find(".grid").GetAttribute("data-count"));
        var showAll = view.Find("[data-run-action=show-all]");
        Assert.Equal("Show all (1 hidden)", showAll.TextContent);
        showAll.Click();
        Assert.Equal(["lane-0", "lane-1", "lane-2"], CardIds(view));
        Assert.Empty(view.FindAll("[data-run-action=show-all]"));
    }

    [Fact]
    public async Task Hide_TheLast_SaysHowToGetThemBack()
    {
        var view = await ShowAsync(new LaneScript().Start().View);

        view.Find("[data-action=hide]").Click();

        view.Find(".nothing button").Click();
        Assert.Single(CardIds(view));
    }

    [Fact]
    public async Task Move_Clicked_ReordersCardsAndTabsButNotTheStrip()
    {
        var view = await ShowAsync(new LaneScript(3).Start().View);

        view.Find("#lane-0 [data-action=move-right]").Click();

        Assert.Equal(["lane-1", "lane-0", "lane-2"], CardIds(view));
        Assert.Equal(["Model 1", "Model 0", "Model 2"], view.FindAll(".tab > span").Select(static tab => tab.TextContent));
        Assert.Equal(["lane-0", "lane-1", "lane-2"], view.FindAll("[data-jump]").Select(static name => name.GetAttribute("data-jump")));
    }

    [Fact]
    public async Task Pin_Clicked_StandsFirstAndMeasuresTheOthers()
    {
        var script = new LaneScript(2).Start().Start(1).Wait(0.5).Write("one").Wait(1).End(LaneState.Finished).Write("two", 1).Wait(1).End(LaneState.Finished, 1);
        var view = await ShowAsync(script.View);

        view.Find("#lane-1 [data-action=pin]").Click();

        Assert.Equal(["lane-1", "lane-0"], CardIds(view));
        Assert.Equal("baseline", view.Find("#lane-1 .baseline").TextContent);
        Assert.Equal("−1.0 s", view.Find("#lane-0 .state .delta").TextContent.Trim());
        Assert.Empty(view.FindAll("#lane-1 .delta"));
    }

    [Fact]
    public async Task Collapse_Clicked_LeavesALineThatExpands()
    {
        var view = await ShowAsync(new LaneScript(2).Start().Write("the words so far").View);

        view.Find("#lane-0 [data-action=collapse]").Click();

        Assert.Equal("the words so far", view.Find(".shelf #lane-0 .tail").TextContent.Trim());
        Assert.Equal("1", view.Find(".grid").GetAttribute("data-count"));
        view.Find(".shelf #lane-0 [data-action=collapse]").Click();
        Assert.Empty(view.FindAll(".shelf"));
        Assert.Equal(["lane-0", "lane-1"], CardIds(view));
    }

    [Fact]
    public async Task Raw_OneThenAll_PressesTheButtons()
    {
        var view = await ShowAsync(new LaneScript(2).Start().View);

        view.Find("#lane-1 [data-action=raw]").Click();
        Assert.Equal(["false", "true"], view.FindAll("[data-action=raw]").Select(static button => button.GetAttribute("aria-pressed")));
        Assert.Contains("raw", view.Find("#lane-1 .answer").ClassList);

        view.Find("[data-run-action=raw-all]").Click();
        Assert.Equal(2, view.FindAll(".answer.raw").Count);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("4")]
    [InlineData("wide")]
    [InlineData("tabs")]
    public async Task Layout_Chosen_IsToldAndLaidOut(string layout)
    {
        ViewSettings? chosen = null;
        var view = await ShowAsync(new LaneScript(2).Start().View, parameters => parameters
            .Add(view => view.Settings, new ViewSettings("2", "heading"))
            .Add(view => view.SettingsChanged, settings => chosen = settings));
        Assert.Equal("2", view.Find(".grid").GetAttribute("data-layout"));
        Assert.Equal("2", view.Find("[data-layout-choice][aria-pressed=true]").GetAttribute("data-layout-choice"));

        view.Find($"[data-layout-choice='{layout}']").Click();

        Assert.Equal(new ViewSettings(layout, "heading"), chosen);
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("proportion", "proportion")]
    [InlineData("heading", null)]
    public async Task ScrollLock_Chosen_IsToldAndOffAtTheSecondPress(string choice, string? expected)
    {
        ViewSettings? chosen = null;
        var view = await ShowAsync(new LaneScript(2).Start().View, parameters => parameters
            .Add(view => view.Settings, new ViewSettings("2", "heading"))
            .Add(view => view.SettingsChanged, settings => chosen = settings));
        Assert.Equal("heading", view.Find(".grid").GetAttribute("data-scroll-lock"));

        view.Find($"[data-run-action=scroll-lock-{choice}]").Click();

        Assert.Equal(new ViewSettings("2", expected), chosen);
    }

    [Fact]
    public async Task Retry_OneCard_NamesItsLane()
    {
        IReadOnlyList<int> retried = [];
        var with = -1;
        var view = await ShowAsync(new LaneScript(2).Start().End(LaneState.Failed).Start(1).End(LaneState.Finished, 1).View, parameters => parameters
            .Add(view => view.Retry, lanes => retried = lanes)
            .Add(view => view.RetryWith, lane => with = lane));

        view.Find("#lane-1 [data-action=retry]").Click();
        view.Find("#lane-0 [data-action=retry-with]").Click();

        Assert.Equal([1], retried);
        Assert.Equal(0, with);
    }

    [Fact]
    public async Task RetryFailed_TwoHaveFailed_NamesBothOnce()
    {
        IReadOnlyList<int> retried = [];
        var script = new LaneScript(3).Start().End(LaneState.Failed).Start(1).End(LaneState.Finished, 1).Start(2).End(LaneState.Failed, 2);
        var view = await ShowAsync(script.View, parameters => parameters.Add(view => view.Retry, lanes => retried = lanes));

        var button = view.Find("[data-run-action=retry-failed]");
        Assert.Equal("Retry all failed (2)", button.TextContent);
        button.Click();

        Assert.Equal([0, 2], retried);
    }

    [Fact]
    public async Task ShowFrame_RetryBegins_ShowsItOnItsOwnClock()
    {
        var first = new LaneScript(2).Start().Write("Half").Wait(1).End(LaneState.Failed).Start(1).Wait(8).End(LaneState.Finished, 1);
        var retry = new LaneScript(1, "again", model: "simulated:model-0").Start().Wait(0.5).Write("Whole");
        var view = await ShowAsync(first.View);

        await FrameAsync(first.View with { Retries = [retry.Retry] });

        var card = view.Find("race-clock.take #lane-0");
        Assert.Equal("Whole", card.QuerySelector("[data-raw]")!.TextContent);
        Assert.Equal("2 of 2", card.QuerySelector(".takes")!.TextContent.Trim());
        var clock = view.Find("race-clock.take");
        Assert.Equal("500", clock.GetAttribute("elapsed-ms"));
        Assert.True(clock.HasAttribute("running"));
        Assert.Single(view.FindAll("[data-run-action=stop-all]"));
        Assert.Empty(view.FindAll("[data-run-action=retry-failed]"));
        Assert.Empty(view.FindAll("race-clock.take #lane-1"));
    }

    [Fact]
    public async Task Takes_EarlierChosen_StaysWhileTheRetryGoesOn()
    {
        var first = new LaneScript().Start().Write("Half").Wait(1).End(LaneState.Failed);
        var retry = new LaneScript(1, "again", model: "simulated:other").Start().Wait(0.5).Write("Whole");
        var view = await ShowAsync(first.View with { Retries = [retry.Retry] });
        Assert.Equal("simulated:other", view.Find("h2").TextContent);

        view.Find("[data-action=take-previous]").Click();
        await FrameAsync(first.View with { Retries = [retry.Write(" answer").End(LaneState.Finished).Retry] });

        Assert.Equal("Half", view.Find("[data-raw]").TextContent);
        Assert.Equal("Model 0", view.Find("h2").TextContent);
        Assert.Empty(view.FindAll("race-clock.take"));
        view.Find("[data-action=take-next]").Click();
        Assert.Equal("Whole answer", view.Find("[data-raw]").TextContent);
    }

    [Fact]
    public async Task Stop_OfARetry_NamesTheRetrysOwnLane()
    {
        LaneTake? stopped = null;
        var first = new LaneScript(2).Start().End(LaneState.Finished).Start(1).End(LaneState.Failed, 1);
        var retry = new LaneScript(1, "again", firstCard: 1).Start();
        var view = await ShowAsync(first.View with { Retries = [retry.Retry] }, parameters => parameters.Add(view => view.Stop, take => stopped = take));

        view.Find("#lane-1 [data-action=stop]").Click();

        Assert.Equal(("again", 0), (stopped!.ComparisonId, stopped.OwnLane));
    }

    private static string?[] CardIds(IRenderedComponent<RunView> view) => [.. view.FindAll(".grid .card").Select(static card => card.Id)];

    private Task FrameAsync(ComparisonView frame) => _session.FrameReady!(frame, Xunit.TestContext.Current.CancellationToken).WithinTimeout();

    private async Task<IRenderedComponent<RunView>> ShowAsync(ComparisonView frame, Action<ComponentParameterCollectionBuilder<RunView>>? more = null)
    {
        var view = Render<RunView>(parameters =>
        {
            parameters
                .Add(view => view.ComparisonId, "abc")
                .Add(view => view.Prompt, "Hello")
                .Add(view => view.Labels, LaneScript.Labels(frame.Cards.Count));
            more?.Invoke(parameters);
        });
        await FrameAsync(frame);
        return view;
    }

    private static string?[] Handlers(IRenderedComponent<RunView> view) => [.. view.FindAll(".tab").Select(static tab => tab.GetAttribute("blazor:onclick"))];

    private async Task FollowAsync(string id)
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _session.FrameReady = (_, _) =>
        {
            shown.TrySetResult();
            return Task.CompletedTask;
        };
        var log = new ComparisonLog(_clock);
        log.Append(new LaneCreated(0, "simulated:model-0"));
        await _session.FollowAsync(id, log);
        await shown.Task.WithinTimeout();
    }

    private IRenderedComponent<RunView> Show(string id, int lanes = 1) =>
        Render<RunView>(parameters => parameters
            .Add(view => view.ComparisonId, id)
            .Add(view => view.Prompt, "Hello")
            .Add(view => view.Labels, LaneScript.Labels(lanes)));
}
