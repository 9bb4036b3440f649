using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class FrameTimerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<(string Id, WatchTiming Timing)> _kept = [];
    private readonly List<FollowedRun> _runs = [];
    private readonly FrameTimer _timer;
    private readonly ComparisonLog _log;

    public FrameTimerTests()
    {
        _timer = new FrameTimer((id, timing) => _kept.Add((id, timing)));
        _log = new ComparisonLog(_clock);
        _log.Append(new LaneCreated(0, "a"));
        _log.Append(new LaneCreated(1, "b"));
    }

    public void Dispose() => _runs.ForEach(static run => run.Dispose());

    [Fact]
    public void Frames_AreMeasuredFromTheirOldestDeltaPerLaneAndInAll()
    {
        Follow();
        Frame(sentAfter: 0, confirmedAfter: 0);
        Wait(100);
        _log.Append(new TextReceived(0, "one"));
        Wait(10);
        _log.Append(new TextReceived(1, "two"));
        _log.Append(new TextReceived(0, "more"));
        Frame(sentAfter: 5, confirmedAfter: 20);
        Wait(50);
        _log.Append(new TextReceived(0, "three"));
        Frame(sentAfter: 1, confirmedAfter: 30);
        Frame(sentAfter: 400, confirmedAfter: 400);
        End();

        Assert.True(_timer.HasNews);
        _timer.Tell(new PaintReport(2, 30, 20, 0, null, [new FirstPaint("abc", 1, 8.5), new FirstPaint("other", 0, 9)]));

        Assert.False(_timer.HasNews);
        var (id, timing) = Assert.Single(_kept);
        Assert.Equal(("abc", WatcherKind.Page, 0d, 0), (id, timing.Kind, timing.JoinedAtMs, timing.Late));
        Assert.Equal(new TimeSum(2, 16, 15), timing.Server);
        Assert.Equal(new TimeSum(2, 50, 30), timing.Circuit);
        Assert.Equal(new PaintTiming(new TimeSum(2, 30, 20), 0, null), timing.Paint);
        Assert.Equal(new LaneWatch(0, new FirstWordTiming(100, 15, 20, null), new TimeSum(2, 16, 15), new TimeSum(2, 50, 30)), timing.Lanes[0]);
        Assert.Equal(new LaneWatch(1, new FirstWordTiming(110, 5, 20, 8.5), new TimeSum(1, 5, 5), new TimeSum(1, 20, 20)), timing.Lanes[1]);
    }

    [Fact]
    public void WhatWasThereBeforeThePage_IsNotMeasured()
    {
        _log.Append(new TextReceived(0, "one"));
        Wait(5_000);
        Follow();
        Frame(sentAfter: 5, confirmedAfter: 5);
        Wait(50);
        _log.Append(new TextReceived(0, "two"));
        _log.Append(new TextReceived(1, "first"));
        Frame(sentAfter: 2, confirmedAfter: 4);
        End();

        _timer.Tell(null);

        var timing = Assert.Single(_kept).Timing;
        Assert.Equal((5_000, new TimeSum(1, 2, 2)), (timing.JoinedAtMs, timing.Server));
        Assert.Equal(new LaneWatch(0, null, new TimeSum(1, 2, 2), new TimeSum(1, 4, 4)), timing.Lanes[0]);
        Assert.NotNull(timing.Lanes[1].First);
        Assert.Null(timing.Paint);
    }

    [Fact]
    public void BrowserThatDoesNotConfirmInTime_IsCountedAsLate()
    {
        Follow();
        Frame(sentAfter: 0, confirmedAfter: 0);
        _log.Append(new TextReceived(0, "one"));
        Drain();
        _timer.Sent();
        _timer.Late();
        End();

        _timer.Tell(null);

        var timing = Assert.Single(_kept).Timing;
        Assert.Equal((1, TimeSum.None), (timing.Late, timing.Circuit));
        Assert.Equal(new FirstWordTiming(0, 0, null, null), timing.Lanes[0].First);
    }

    [Fact]
    public void PageThatLeavesOrSawNothing_TellsOnceOrNothing()
    {
        Follow();
        Frame(sentAfter: 0, confirmedAfter: 0);
        Assert.False(_timer.HasNews);
        _log.Append(new TextReceived(0, "one"));
        Frame(sentAfter: 3, confirmedAfter: 3);

        _timer.TellRest();
        _timer.TellRest();

        Assert.Equal(3, Assert.Single(_kept).Timing.Server.TotalMs);

        var silent = new FrameTimer((id, timing) => _kept.Add((id, timing)));
        silent.Begin(_runs);
        silent.TellRest();
        Assert.Single(_kept);
    }

    [Fact]
    public void Retries_AreMeasuredByThemselves()
    {
        Follow();
        Frame(sentAfter: 0, confirmedAfter: 0);
        _log.Append(new TextReceived(0, "one"));
        Frame(sentAfter: 1, confirmedAfter: 1);
        End();
        _timer.Tell(null);
        Wait(1_000);
        var again = new ComparisonLog(_clock);
        again.Append(new LaneCreated(0, "a"));
        _runs.Add(new FollowedRun("retry", again, static _ => 0));
        Wait(7);
        again.Append(new TextReceived(0, "two"));
        Frame(sentAfter: 2, confirmedAfter: 2);

        Assert.False(_timer.HasNews);
        _timer.TellRest();

        Assert.Equal(["abc", "retry"], _kept.Select(static kept => kept.Id));
        Assert.Equal(new FirstWordTiming(7, 2, 2, null), _kept[1].Timing.Lanes[0].First);
    }

    [Fact]
    public void Frames_MakeNoObjects()
    {
        Follow();
        _log.Append(new TextReceived(0, "one"));
        Frame(sentAfter: 1, confirmedAfter: 1);
        _runs[0].Drain();
        Frames(1_000);

        Assert.Equal(0, Frames(1_000));

        // Bytes that were allocated.
        long Frames(int count)
        {
            var allocated = 0L;
            var delta = new LaneDelta(1, isReasoning: false, "two") { Elapsed = TimeSpan.FromSeconds(1) };
            for (var frame = 0; frame < count; frame++)
            {
                _runs[0].Lanes[1].Apply(delta);
                var before = GC.GetAllocatedBytesForCurrentThread();
                _timer.Begin(_runs);
                _timer.Sent();
                _timer.Confirmed();
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return allocated;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e9)]
    public void BrowserThatTellsNonsense_IsNotBelieved(double nonsense)
    {
        Assert.Null(new PaintReport(1, nonsense, 1, 0, null, null).ToTiming());
        Assert.Null(new PaintReport(1, 1, 1, 0, new SlowFrames(1, nonsense, 1), null).ToTiming()!.Slow);
        Assert.Null(new PaintReport(1, 1, 1, 0, null, [new FirstPaint("abc", 0, nonsense)]).FirstOf("abc", 0));
        Assert.Null(new PaintReport(-1, 1, 1, 0, null, null).ToTiming());
    }

    private void Follow() => _runs.Add(new FollowedRun("abc", _log, static lane => lane));

    private void Wait(double milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private void Drain()
    {
        _runs.ForEach(static run => run.Drain());
        _timer.Begin(_runs);
    }

    private void Frame(double sentAfter, double confirmedAfter)
    {
        Drain();
        Wait(sentAfter);
        _timer.Sent();
        Wait(confirmedAfter);
        _timer.Confirmed();
    }

    private void End()
    {
        _log.Append(new LaneEnded(0, LaneState.Finished, null, new LaneMetrics()));
        _log.Append(new LaneEnded(1, LaneState.Finished, null, new LaneMetrics()));
        _log.Append(new ComparisonEnded(ComparisonState.Completed, RecordedComparison.SummaryOf(2, 1)));
        Frame(0, 0);
    }
}
