using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class RunViewTests : BunitContext
{
    private readonly TrackingTimeProvider _clock = new();
    private readonly ComparisonSession _session;

    public RunViewTests()
    {
        _session = new ComparisonSession(_clock, new CodeColours(new CodeHighlighter(TimeProvider.System, NullLogger<CodeHighlighter>.Instance)));
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(_session);
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
