using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class ComparisonTimeAxisTests
{
    private static readonly LaneFailure s_failure = new(FailureKind.RateLimited, "Too many requests.");

    [Fact]
    public void Of_Lane_SaysWhatItDidWhen()
    {
        var lane = Axis().Lanes[0];

        Assert.Equal(
            [(LanePhase.Queued, 0, 1), (LanePhase.Waiting, 1, 2), (LanePhase.Pausing, 2, 3), (LanePhase.Waiting, 3, 4), (LanePhase.Reasoning, 4, 5), (LanePhase.Writing, 5, 10)],
            lane.Timeline.Segments.Select(static segment => (segment.Phase, segment.From.TotalSeconds, segment.To!.Value.TotalSeconds)));
        Assert.Equal(LaneState.Finished, lane.Timeline.EndState);
        Assert.Equal(TimeSpan.FromSeconds(2), lane.TimeIn(LanePhase.Waiting, TimeSpan.FromSeconds(10)));
        Assert.Equal("Too many requests.", Assert.Single(lane.Failures).Failure.Message);
    }

    [Fact]
    public void Of_SilenceAfterTheFirstDelta_IsAStallWhenLongerThanTwoSeconds()
    {
        var stall = Assert.Single(Axis().Lanes[0].Stalls);

        Assert.Equal((5.5, 8.5), (stall.From.TotalSeconds, stall.To.TotalSeconds));
    }

    [Fact]
    public void Of_SilenceOfExactlyTwoSeconds_IsNone()
    {
        var axis = ComparisonTimeAxis.Of(
            RecordedComparison.LogOf((0, new LaneCreated(0, "a")), (1, new AttemptStarted(0, 1)), (5, new TextReceived(0, "x")), (7, new TextReceived(0, "y")), (7.5, End(0)), (7.5, All(1))),
            10);

        Assert.Empty(axis.Lanes[0].Stalls);
    }

    [Fact]
    public void Of_Deltas_AreCountedInTheirBins()
    {
        var axis = Axis();

        Assert.Equal(TimeSpan.FromSeconds(1), axis.BinLength);
        Assert.Equal([0, 0, 0, 0, 3, 7, 0, 0, 10, 0], axis.Lanes[0].Characters);
        Assert.Equal(10, axis.Lanes[0].Peak);
        Assert.Equal(10, axis.Peak);
    }

    [Fact]
    public void Of_RunningComparison_GoesUpToNow()
    {
        var clock = new TrackingTimeProvider();
        var log = new ComparisonLog(clock);
        log.Append(new LaneCreated(0, "a"));
        log.Append(new AttemptStarted(0, 1));
        log.Append(new TextReceived(0, "x"));
        clock.Advance(TimeSpan.FromSeconds(5));

        var axis = ComparisonTimeAxis.Of(log, 5);

        Assert.Equal(TimeSpan.FromSeconds(5), axis.Duration);
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(axis.Lanes[0].Stalls).Duration);
        Assert.Equal(TimeSpan.FromSeconds(5), axis.Lanes[0].TimeIn(LanePhase.Writing, axis.Duration));
    }

    [Fact]
    public void Of_EmptyLog_IsAnAxisWithoutLanes()
    {
        var axis = ComparisonTimeAxis.Of(new ComparisonLog(new TrackingTimeProvider()), 5);

        Assert.Empty(axis.Lanes);
        Assert.True(axis.Duration > TimeSpan.Zero);
        Assert.Equal(0, axis.Peak);
    }

    private static ComparisonTimeAxis Axis() => ComparisonTimeAxis.Of(
        RecordedComparison.LogOf(
            (0, new LaneCreated(0, "a")),
            (0, new LaneQueued(0, 1)),
            (1, new AttemptStarted(0, 1)),
            (2, new AttemptFailed(0, 1, s_failure, TimeSpan.FromSeconds(1), false)),
            (3, new AttemptStarted(0, 2)),
            (4, new ReasoningReceived(0, "abc")),
            (5, new TextReceived(0, "12345")),
            (5.5, new TextReceived(0, "67")),
            (8.5, new TextReceived(0, "0123456789")),
            (10, End(0)),
            (10, All(1))),
        10);

    private static LaneEnded End(int lane) => new(lane, LaneState.Finished, null, new LaneMetrics());

    private static ComparisonEnded All(int lanes) => new(ComparisonState.Completed, RecordedComparison.SummaryOf(lanes, 10));
}
