using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class RunExplanationTests
{
    private static readonly LaneFailure s_failure = new(FailureKind.RateLimited, "Wait.");

    [Fact]
    public void Of_ALaneWithARetry_SplitsItsTimeWithoutARest()
    {
        var lane = Explain(
            (0, new LaneCreated(0, "a")),
            (0.1, new LaneQueued(0, 1)),
            (0.5, new AttemptStarted(0, 1)),
            (0.9, new AttemptFailed(0, 1, s_failure, TimeSpan.FromSeconds(1), false) { Call = new CallTrace { RequestIds = "x-request-id=req_1", HeadAfter = TimeSpan.FromSeconds(0.3) } }),
            (1.9, new AttemptStarted(0, 2)),
            (2.6, new TextReceived(0, "one")),
            (4, new LaneEnded(0, LaneState.Finished, null, new LaneMetrics { Call = new CallTrace { RequestIds = "x-request-id=req_2", FirstBytesAfter = TimeSpan.FromSeconds(0.5) } })),
            (4, new ComparisonEnded(ComparisonState.Completed, RecordedComparison.SummaryOf(1, 4)))).Lanes[0];

        Assert.Equal([0.5, 0.9, 1, 1.6, 4], ((TimeSpan[])[lane.Queue, lane.Wait, lane.Pauses, lane.Streaming, lane.Total]).Select(static time => Math.Round(time.TotalSeconds, 6)));
        Assert.Equal(TimeSpan.FromSeconds(2.6), lane.FirstWordAt);
        Assert.Equal(["x-request-id=req_1", "x-request-id=req_2"], lane.Attempts.Select(static attempt => attempt.Call!.RequestIds));
        Assert.Equal((s_failure, TimeSpan.FromSeconds(1)), (lane.Attempts[0].Failure, lane.Attempts[0].RetryIn));
        Assert.Equal((LaneState.Finished, (LaneFailure?)null), (lane.State, lane.Failure));
    }

    [Fact]
    public void Of_ALaneWhoseProviderGoesOffDuringAPause_KeepsWhatTheAttemptFailedOf()
    {
        var off = new LaneFailure(FailureKind.ProviderOff, "Off.");
        var lane = Explain(
            (0, new LaneCreated(0, "a")),
            (0, new AttemptStarted(0, 1)),
            (1, new AttemptFailed(0, 1, s_failure, TimeSpan.FromSeconds(2), false)),
            (3, new AttemptFailed(0, 1, off, null, false)),
            (3, new LaneEnded(0, LaneState.Failed, off, new LaneMetrics())),
            (3, new ComparisonEnded(ComparisonState.Completed, RecordedComparison.SummaryOf(1, 3)))).Lanes[0];

        var attempt = Assert.Single(lane.Attempts);
        Assert.Equal((s_failure, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), (attempt.Failure, attempt.EndedAt, attempt.RetryIn));
        Assert.Equal(off, lane.Failure);
    }

    [Fact]
    public void Of_ALaneWhoseBytesNobodyNoted_WaitsUntilItsFirstWord()
    {
        var lane = Explain(
            (0, new LaneCreated(0, "a")),
            (0.5, new AttemptStarted(0, 1)),
            (1.5, new ReasoningReceived(0, "hm")),
            (4, new LaneEnded(0, LaneState.Stopped, null, new LaneMetrics())),
            (4, new ComparisonEnded(ComparisonState.Stopped, RecordedComparison.SummaryOf(1, 4)))).Lanes[0];

        Assert.Equal((1d, 2.5), (lane.Wait.TotalSeconds, lane.Streaming.TotalSeconds));
        Assert.Null(lane.Call);
    }

    [Fact]
    public void Of_ALaneThatSentNothing_SpentItsTimeInTheQueue()
    {
        var lane = Explain(
            (0, new LaneCreated(0, "a")),
            (2, new AttemptFailed(0, 0, s_failure, null, false)),
            (2, new LaneEnded(0, LaneState.Failed, s_failure, new LaneMetrics())),
            (2, new ComparisonEnded(ComparisonState.Completed, RecordedComparison.SummaryOf(1, 2)))).Lanes[0];

        Assert.Equal((2d, 0d, 0d), (lane.Queue.TotalSeconds, lane.Wait.TotalSeconds, lane.Streaming.TotalSeconds));
        Assert.Empty(lane.Attempts);
        Assert.Equal(s_failure, lane.Failure);
    }

    [Fact]
    public async Task Of_ARunThatGoesOn_CountsToNow()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(3));

        var run = RunExplanation.Of(comparison, []);

        Assert.True(run.IsRunning);
        Assert.Equal((3d, 3d, 3d), (run.Duration.TotalSeconds, run.Lanes[0].Wait.TotalSeconds, run.Lanes[0].Total.TotalSeconds));
    }

    [Theory]
    [InlineData("", "Nobody watched it while it ran.")]
    [InlineData("Stream Answer", "It was read over HTTP only; no page watched.")]
    [InlineData("Stream Page", "One page watched.")]
    [InlineData("Page Page", "2 pages watched.")]
    public void WatchedBy_SaysWhoDid(string kinds, string words)
    {
        var watchers = kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static kind => new WatchTiming { Kind = Enum.Parse<WatcherKind>(kind), JoinedAtMs = 0 });

        Assert.Equal(words, RunExplanation.Of(RecordedComparison.WithAnswers("hi", ("a", "", "word")), [.. watchers]).WatchedBy);
    }

    [Fact]
    public void WatchedBy_OfARunThatTheServerDidNotOutlive_IsNotKnown()
    {
        var run = Explain(
            (0, new LaneCreated(0, "a")),
            (0, new AttemptStarted(0, 1)),
            (1, new LaneEnded(0, LaneState.Interrupted, null, new LaneMetrics())),
            (1, new ComparisonEnded(ComparisonState.Interrupted, RecordedComparison.SummaryOf(1, 1))));

        Assert.StartsWith("Whether anybody watched it is not known", run.WatchedBy, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstWordOf_TwoPages_IsThatOfTheOneThatSawIt()
    {
        var word = new FirstWordTiming(500, 1, 2, 3);
        var late = new WatchTiming { Kind = WatcherKind.Page, JoinedAtMs = 900, Lanes = [new LaneWatch(0, null, new TimeSum(3, 9, 5), TimeSum.None)] };
        var whole = new WatchTiming { Kind = WatcherKind.Page, JoinedAtMs = 0, Lanes = [new LaneWatch(0, word, new TimeSum(9, 9, 2), TimeSum.None)] };
        var comparison = RecordedComparison.WithAnswers("hi", ("a", "", "word"));

        Assert.Equal(word, RunExplanation.Of(comparison, [late, whole]).FirstWordOf(0));
        Assert.Equal(9, RunExplanation.Of(comparison, [late, whole]).WatchOf(0)!.Server.Count);
        Assert.Null(RunExplanation.Of(comparison, [late]).FirstWordOf(0));
        Assert.Equal(3, RunExplanation.Of(comparison, [late]).WatchOf(0)!.Server.Count);
        Assert.Null(RunExplanation.Of(comparison, [late]).WatchOf(1));
    }

    [Fact]
    public void Difference_OfRunsWithOtherLanes_PairsThoseOfTheSameModel()
    {
        var first = RunExplanation.Of(RecordedComparison.WithAnswers("hi", ("a", "", "word"), ("b", "", "word"), ("a", "", "word")), []);
        var second = RunExplanation.Of(RecordedComparison.WithAnswers("hi", ("a", "", "word"), ("c", "", "word")), []);

        var pairs = RunDifference.Of(first, second);

        Assert.Equal([(0, 0), (1, null), (2, null), (null, 1)], pairs.Select(static pair => (pair.First?.Lane, pair.Second?.Lane)));
        Assert.All(pairs[0].Times, static time => Assert.True(time.Difference is null || time.Difference == TimeSpan.Zero));
    }

    [Theory]
    [InlineData(1_000, 1_100, true)]
    [InlineData(1_000, 1_099, false)]
    [InlineData(100, 151, true)]
    [InlineData(100, 149, false)]
    [InlineData(1_000, 900, true)]
    [InlineData(0, 60, true)]
    public void Difference_IsNotable_FromATenthAnd50MsOn(int first, int second, bool isNotable) =>
        Assert.Equal(isNotable, new TimePair("", TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(second)).IsNotable);

    private static RunExplanation Explain(params (double At, ComparisonEvent Item)[] events) => RunExplanation.Of(RecordedComparison.Of("hi", ["a"], events), []);
}
