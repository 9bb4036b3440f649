using System.Threading.Channels;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Markdown;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Core.Markdown;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class ComparisonSessionTests
{
    private readonly TrackingTimeProvider _clock = new();
    private readonly ReadingTurns _reading;
    private readonly Channel<ComparisonView> _frames = Channel.CreateUnbounded<ComparisonView>();

    public ComparisonSessionTests() => _reading = new ReadingTurns(_clock);

    [Fact]
    public async Task FollowAsync_FirstChange_IsShownAtOnce()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 3);

        await session.FollowAsync("abc", log);
        var frame = await NextFrameAsync();

        Assert.Equal("abc", frame.Id);
        Assert.Equal(3, frame.Cards.Count);
        Assert.Same(frame, session.Current);
    }

    [Fact]
    public async Task FollowAsync_ManyDeltasWithinATick_ComeAsOneFrame()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 1);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();

        for (var delta = 0; delta < 100; delta++)
        {
            log.Append(new TextReceived(0, "word "));
        }

        Assert.Equal(0, _frames.Reader.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        var frame = await NextFrameAsync();

        Assert.Equal(499, TextOf(frame.Cards[0].Answer).Length);
    }

    [Theory]
    [InlineData(4, 50)]
    [InlineData(5, 115)]
    public async Task FollowAsync_MoreLanes_TicksMoreSlowly(int lanes, int milliseconds)
    {
        await using var session = CreateSession();
        var log = StartLog(lanes);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        log.Append(new TextReceived(0, "word"));

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.Equal(0, _frames.Reader.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("word", TextOf((await NextFrameAsync()).Cards[0].Answer));
    }

    [Fact]
    public async Task FollowAsync_ReadingLags_TicksMoreSlowlyUpToHalfASecond()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 5);
        using var lag = await HeldTurns.LagAsync(_reading, _clock.Advance, TimeSpan.FromSeconds(1));
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        for (var frame = 0; frame < 40; frame++)
        {
            await AdvanceToFrameAsync(log, TimeSpan.FromMilliseconds(500));
        }

        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        log.Append(new TextReceived(0, "word"));

        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(0, _frames.Reader.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await NextFrameAsync();
    }

    [Theory]
    [InlineData(10, 95)]
    [InlineData(40, 76)]
    [InlineData(80, 115)]
    public async Task FollowAsync_FrameBeginsLate_WaitsTwiceSoMuchLessForTheNextUnlessItIsTooMuch(int late, int milliseconds)
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 5);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        log.Append(new TextReceived(0, "one"));
        _clock.Advance(TimeSpan.FromMilliseconds(115 + late));
        await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        log.Append(new TextReceived(0, " two"));

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.Equal(0, _frames.Reader.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("one two", TextOf((await NextFrameAsync()).Cards[0].Answer));
    }

    [Fact]
    public async Task FollowAsync_FrameTakesTimeToBeSent_WaitsSoMuchLessForTheNext()
    {
        await using var session = CreateSession();
        session.FrameReady = (view, _) =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(15));
            session.FrameSent();
            _clock.Advance(TimeSpan.FromMilliseconds(30));
            _frames.Writer.TryWrite(view);
            return Task.CompletedTask;
        };
        var log = StartLog(lanes: 5);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        log.Append(new TextReceived(0, "word"));

        _clock.Advance(TimeSpan.FromMilliseconds(115 - 15 - 45 - 1));
        Assert.Equal(0, _frames.Reader.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("word", TextOf((await NextFrameAsync()).Cards[0].Answer));
    }

    [Fact]
    public async Task FollowAsync_AfterAPause_WaitsAPartOfTheIntervalOnce()
    {
        await using var session = CreateSession(firstInterval: 0.5);
        var log = StartLog(lanes: 1);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        _clock.Advance(TimeSpan.FromSeconds(1));

        // The second timer is that of the estimates, once there are any that are held back.
        foreach (var (milliseconds, timers) in ((int, int)[])[(0, 1), (25, 2), (50, 2)])
        {
            log.Append(new TextReceived(0, "word"));
            if (milliseconds > 0)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
                Assert.Equal(0, _frames.Reader.Count);
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            await NextFrameAsync();
            await _clock.WaitForPendingTimersAsync(timers).WithinTimeout();
        }
    }

    [Fact]
    public async Task FollowAsync_EndedComparison_IsOneFrame()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 2);
        for (var delta = 0; delta < 5_000; delta++)
        {
            log.Append(new TextReceived(delta % 2, "word\n"));
        }

        End(log, lanes: 2);

        await session.FollowAsync("abc", log);
        var frame = await NextFrameAsync();

        Assert.Equal(ComparisonState.Completed, frame.State);
        Assert.All(frame.Cards, static card => Assert.Equal(12_499, TextOf(card.Answer).Length));
        await session.LeaveAsync().WithinTimeout();
        Assert.Equal(0, _frames.Reader.Count);
    }

    [Fact]
    public async Task FollowAsync_OneLaneChanges_LeavesTheOtherCardsAsTheyWere()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 2);
        await session.FollowAsync("abc", log);
        var before = await NextFrameAsync();
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();

        log.Append(new TextReceived(1, "word"));
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        var after = await NextFrameAsync();

        Assert.Same(before.Cards[0], after.Cards[0]);
        Assert.NotSame(before.Cards[1], after.Cards[1]);
    }

    [Fact]
    public async Task FollowAsync_FrameIsNotShownYet_MakesNoOther()
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = CreateSession();
        session.FrameReady = (view, _) =>
        {
            _frames.Writer.TryWrite(view);
            return shown.Task;
        };
        var log = StartLog(lanes: 1);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();

        log.Append(new TextReceived(0, "one"));
        log.Append(new TextReceived(0, " two"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _frames.Reader.Count);
        shown.SetResult();

        Assert.Equal("one two", TextOf((await NextFrameAsync()).Cards[0].Answer));
    }

    [Fact]
    public async Task FollowAsync_ModelGoesSilent_StillShowsTheLastEstimate()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 1);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        var tokens = 0L;
        for (var tick = 0; tick < 3; tick++)
        {
            await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
            log.Append(new TextReceived(0, new string('x', 400)));
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            tokens = (await NextFrameAsync()).Cards[0].Status.EstimatedTokens;
        }

        Assert.True(tokens < 300);
        while (tokens < 300)
        {
            await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
            _clock.Advance(LaneFold.EstimateInterval);
            tokens = (await NextFrameAsync()).Cards[0].Status.EstimatedTokens;
        }

        Assert.Equal(300, tokens);
    }

    [Fact]
    public async Task FollowAsync_EndedComparison_WaitsForNoEstimate()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 1);
        log.Append(new TextReceived(0, "word"));
        End(log, lanes: 1);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();

        // With this frame, all that belongs to the one before has been done.
        session.ShowRaw(new HashSet<int> { 0 });
        await NextFrameAsync();

        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task LeaveAsync_ComparisonRuns_ClosesItsReaderAndNothingElse()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 1);
        await session.FollowAsync("abc", log);
        await NextFrameAsync();
        Assert.Equal(1, log.ReaderCount);

        await session.LeaveAsync().WithinTimeout();

        Assert.Equal(0, log.ReaderCount);
        Assert.False(log.IsEnded);
        Assert.Null(session.Current);
        Assert.Null(session.Id);
    }

    [Fact]
    public async Task FollowAsync_AnotherComparison_LeavesTheFirst()
    {
        await using var session = CreateSession();
        var first = StartLog(lanes: 1);
        await session.FollowAsync("first", first);
        await NextFrameAsync();

        await session.FollowAsync("second", StartLog(lanes: 2)).WithinTimeout();

        Assert.Equal("second", (await NextFrameAsync()).Id);
        Assert.Equal(0, first.ReaderCount);
    }

    [Fact]
    public async Task FollowAsync_FirstIsStillBeingShown_HasNothingOfItAnyMore()
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = CreateSession();
        session.FrameReady = (view, _) =>
        {
            _frames.Writer.TryWrite(view);
            return view.Id == "first" ? shown.Task : Task.CompletedTask;
        };
        await session.FollowAsync("first", StartLog(lanes: 1));
        await NextFrameAsync();

        var following = session.FollowAsync("second", StartLog(lanes: 2));

        Assert.False(following.IsCompleted);
        Assert.Equal("second", session.Id);
        Assert.Null(session.Current);
        shown.SetResult();
        await following.WithinTimeout();
        Assert.Equal("second", (await NextFrameAsync()).Id);
    }

    [Fact]
    public async Task FollowAsync_SwitchesOverlap_FollowsTheLastOnly()
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = CreateSession();
        session.FrameReady = (view, _) =>
        {
            _frames.Writer.TryWrite(view);
            return view.Id == "first" ? shown.Task : Task.CompletedTask;
        };
        ComparisonLog[] logs = [StartLog(lanes: 1), StartLog(lanes: 2), StartLog(lanes: 3)];
        await session.FollowAsync("first", logs[0]);
        await NextFrameAsync();

        var second = session.FollowAsync("second", logs[1]);
        var third = session.FollowAsync("third", logs[2]);
        shown.SetResult();
        await Task.WhenAll(second, third).WithinTimeout();

        Assert.Equal("third", (await NextFrameAsync()).Id);
        Assert.Equal([0, 0, 1], logs.Select(static log => log.ReaderCount));
        await session.LeaveAsync().WithinTimeout();
        Assert.Equal(0, logs[2].ReaderCount);
    }

    [Fact]
    public async Task LeaveAsync_WhileSwitching_FollowsNothing()
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = CreateSession();
        session.FrameReady = (view, _) =>
        {
            _frames.Writer.TryWrite(view);
            return shown.Task;
        };
        var second = StartLog(lanes: 2);
        await session.FollowAsync("first", StartLog(lanes: 1));
        await NextFrameAsync();

        var following = session.FollowAsync("second", second);
        var leaving = session.LeaveAsync();
        shown.SetResult();
        await Task.WhenAll(following, leaving).WithinTimeout();

        Assert.Null(session.Id);
        Assert.Equal(0, second.ReaderCount);
        Assert.Equal(0, _frames.Reader.Count);
    }

    [Fact]
    public async Task FollowAsync_FrameFails_TellsOnce()
    {
        var faulted = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = CreateSession();
        session.FrameReady = static (_, _) => throw new InvalidOperationException("no such card");
        session.Faulted = exception =>
        {
            faulted.SetResult(exception);
            return Task.CompletedTask;
        };

        await session.FollowAsync("abc", StartLog(lanes: 1));

        Assert.Equal("no such card", (await faulted.Task.WithinTimeout()).Message);
    }

    [Fact]
    public async Task ShowRaw_EndedComparison_ShowsTheTextAsItWasWritten()
    {
        await using var session = CreateSession();
        var log = StartLog(lanes: 2);
        log.Append(new TextReceived(0, "**one**"));
        log.Append(new TextReceived(1, "**two**"));
        End(log, lanes: 2);
        await session.FollowAsync("abc", log);
        var formatted = await NextFrameAsync();

        session.ShowRaw(new HashSet<int> { 1 });
        var raw = await NextFrameAsync();
        session.ShowRaw(new HashSet<int>());
        var again = await NextFrameAsync();

        Assert.Same(formatted.Cards[0].Answer, raw.Cards[0].Answer);
        Assert.Equal("**two**", TextOf(raw.Cards[1].Answer));
        Assert.Same(formatted.Cards[1].Answer, again.Cards[1].Answer);
    }

    [Fact]
    public async Task FollowAsync_WithRawCards_ShowsThemSoFromTheFirstFrame()
    {
        await using var rig = new EngineRig();
        await using var session = CreateSession();
        var comparison = rig.Start("a", "b");
        (await rig.Provider.NextCallAsync("a")).Text("**one**").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("**two**").Complete();
        await comparison.Completion.WithinTimeout();

        await session.FollowAsync(comparison, new HashSet<int> { 1 });
        var first = await NextFrameAsync();

        Assert.Equal("one", TextOf(first.Cards[0].Answer));
        Assert.Equal("**two**", TextOf(first.Cards[1].Answer));
    }

    [Fact]
    public async Task FollowAsync_LaneIsRetried_ShowsBothTakes()
    {
        await using var rig = new EngineRig();
        await using var session = CreateSession(TimeProvider.System);
        var comparison = rig.Start("a", "b");
        (await rig.Provider.NextCallAsync("a")).Text("first").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("second").Complete();
        await comparison.Completion.WithinTimeout();
        await session.FollowAsync(comparison);
        await FrameWhereAsync(static view => !view.IsRunning);

        var retry = rig.Live.Retry(comparison.Id, [1])!;
        var call = await rig.Provider.NextCallAsync("b");
        var running = await FrameWhereAsync(static view => view.Retries is [{ Cards.Count: 1 }]);
        call.Text("again").Complete();
        var ended = await FrameWhereAsync(static view => view.Retries is [{ IsRunning: false }]);

        Assert.True(running.IsAnyRunning);
        Assert.False(running.IsRunning);
        Assert.Equal(new LaneTake(1, retry.Id, 0, "b"), ended.TakesOf(1)[1].Take);
        Assert.Equal(["second", "again"], ended.TakesOf(1).Select(static take => TextOf(take.Answer)));
        Assert.Equal(["first"], ended.TakesOf(0).Select(static take => TextOf(take.Answer)));
    }

    [Fact]
    public async Task FollowAsync_LaneEnds_ShowsItsLastWordsAndThenWhatReachesBack()
    {
        var passClock = new TrackingTimeProvider();
        await using var session = CreateSession(TimeProvider.System, passClock: passClock);
        var log = StartLog(lanes: 1);
        log.Append(new TextReceived(0, "See [this].\n\nAnd that.\n\n"));
        await session.FollowAsync("abc", log);
        await FrameWhereAsync(static view => TextOf(view.Cards[0].Answer).Contains("See", StringComparison.Ordinal));
        log.Append(new TextReceived(0, "The end.\n\n[this]: https://example.org\n"));
        End(log, lanes: 1);

        var ended = await FrameWhereAsync(static view => view.Cards[0].Status.State == LaneState.Finished);
        Assert.Contains("The end.", TextOf(ended.Cards[0].Answer), StringComparison.Ordinal);
        Assert.False(HasLink(ended));
        await passClock.WaitForPendingTimersAsync(1).WithinTimeout();
        passClock.Advance(TimeSpan.FromSeconds(1));
        var resolved = await FrameWhereAsync(HasLink);
        Assert.Same(ended.Cards[0].Answer.Blocks[1], resolved.Cards[0].Answer.Blocks[1]);

        static bool HasLink(ComparisonView view) =>
            view.Cards[0].Answer.Blocks.SelectMany(NodeHtml.NodesOf).Any(static node => node.Element == MarkdownElement.Link);
    }

    private static string TextOf(MarkdownDocument document) => MarkdownDocuments.TextOf(document);

    private static void End(ComparisonLog log, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            log.Append(new LaneEnded(lane, LaneState.Finished, null, new LaneMetrics()));
        }

        log.Append(new ComparisonEnded(
            ComparisonState.Completed,
            new ComparisonSummary { Lanes = lanes, Finished = lanes, Failed = 0, Duration = log.Elapsed, EndedAt = DateTimeOffset.UnixEpoch }));
    }

    private ComparisonSession CreateSession(TimeProvider? clock = null, double firstInterval = 1, TimeProvider? passClock = null) => new(clock ?? _clock, new CodeColours(new CodeHighlighter(TimeProvider.System, NullLogger<CodeHighlighter>.Instance), TimeProvider.System), new LastPasses(passClock ?? TimeProvider.System), _reading, NullLogger<ComparisonSession>.Instance)
    {
        FirstInterval = firstInterval,
        FrameReady = (view, _) =>
        {
            _frames.Writer.TryWrite(view);
            return Task.CompletedTask;
        },
    };

    private async Task AdvanceToFrameAsync(ComparisonLog log, TimeSpan time)
    {
        await _clock.WaitForPendingTimersAsync(1).WithinTimeout();
        log.Append(new TextReceived(0, "word"));
        _clock.Advance(time);
        await NextFrameAsync();
    }

    private Task<ComparisonView> NextFrameAsync() => _frames.Reader.ReadAsync().AsTask().WithinTimeout();

    private async Task<ComparisonView> FrameWhereAsync(Func<ComparisonView, bool> match)
    {
        while (true)
        {
            var frame = await NextFrameAsync();
            if (match(frame))
            {
                return frame;
            }
        }
    }

    private ComparisonLog StartLog(int lanes)
    {
        var log = new ComparisonLog(_clock);
        for (var lane = 0; lane < lanes; lane++)
        {
            log.Append(new LaneCreated(lane, "simulated:quick"));
        }

        return log;
    }
}
