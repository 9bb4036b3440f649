using CompareIntel.Core.Comparisons;
using FsCheck;
using FsCheck.Fluent;

namespace CompareIntel.Tests.Core.Storage;

/// <summary>Every kind of event with times and texts of every kind, texts that are no valid UTF-16 included.</summary>
internal static class EventArbitrary
{
    private static readonly Gen<int> s_lane = Gen.Choose(0, 40);
    private static readonly Gen<int> s_count = Gen.Choose(0, int.MaxValue);
    private static readonly Gen<long> s_ticks = Gen.Choose(int.MinValue, int.MaxValue).SelectMany(static _ => Gen.Choose(0, 40), static (number, shift) => (long)number << (shift % 32));
    private static readonly Gen<TimeSpan> s_time = s_ticks.Select(TimeSpan.FromTicks);
    private static readonly Gen<string> s_words = ArbMap.Default.GeneratorFor<UnicodeString>().Select(static text => new string([.. (text.Get ?? string.Empty).Where(static character => !char.IsSurrogate(character))]));
    private static readonly Gen<string> s_text = Gen.OneOf(
        s_words,
        Gen.Choose(0, char.MaxValue).Select(static code => (char)code).ListOf().Select(static characters => new string([.. characters])),
        s_words.Select(static words => words + "😀\uD83D"));

    public static Arbitrary<ComparisonEvent> Event() => Gen.OneOf(
        At(s_text.SelectMany(static text => s_lane.Select(lane => (ComparisonEvent)new TextReceived(lane, text)))),
        At(s_text.SelectMany(static text => s_lane.Select(lane => (ComparisonEvent)new ReasoningReceived(lane, text)))),
        At(s_text.SelectMany(static text => s_lane.Select(lane => (ComparisonEvent)new LaneCreated(lane, text)))),
        At(s_count.SelectMany(static count => s_lane.Select(lane => (ComparisonEvent)new LaneQueued(lane, count)))),
        At(s_count.SelectMany(static count => s_lane.Select(lane => (ComparisonEvent)new AttemptStarted(lane, count)))),
        At(s_words.SelectMany(static words => s_time, static (words, time) => (ComparisonEvent)new AttemptFailed(3, 2, new LaneFailure(FailureKind.Stalled, words), time, HasText: true) { Call = CallOf(words, time) })),
        At(s_words.SelectMany(static _ => s_time, static (words, time) => (ComparisonEvent)new LaneEnded(1, LaneState.Failed, new LaneFailure(FailureKind.Internal, words), MetricsOf(words, time)))),
        At(s_time.Select(static time => (ComparisonEvent)new LaneEnded(0, LaneState.Interrupted, null, new LaneMetrics { Duration = time }))),
        At(s_ticks.SelectMany(static _ => s_time, static (ticks, time) => (ComparisonEvent)new ComparisonEnded(ComparisonState.Stopped, SummaryOf(ticks, time))))).ToArbitrary();

    private static Gen<ComparisonEvent> At(Gen<ComparisonEvent> events) => events.SelectMany(static _ => s_time, static (item, time) =>
    {
        item.Elapsed = time;
        return item;
    });

    private static LaneMetrics MetricsOf(string words, TimeSpan time) => new()
    {
        StartedAt = time,
        TimeToFirstToken = time / 3,
        Duration = time / 7,
        Attempts = words.Length,
        InputTokens = time.Ticks,
        OutputTokens = words.Length,
        CostUsd = time.Ticks / 7m,
        IsCostEstimated = true,
        FinishReason = words,
        ReportedModel = words,
        ResponseId = words,
        Provider = words,
        Call = CallOf(words, time),
        TextLength = 9,
        ReasoningLength = words.Length,
        GenerationTime = TimeSpan.MaxValue,
    };

    private static CallTrace CallOf(string words, TimeSpan time) => new()
    {
        RequestIds = words,
        HeadAfter = time / 2,
        FirstBytesAfter = time,
        FirstDelay = time / 9,
        MeanDelay = time / 11,
        LongestDelay = TimeSpan.MaxValue,
    };

    private static ComparisonSummary SummaryOf(long ticks, TimeSpan time) => new()
    {
        Lanes = 3,
        Finished = 1,
        Failed = 1,
        Duration = time,
        StartSpread = time / 5,
        Speedup = ticks / 3d,
        FastestLane = 1,
        SlowestLane = 0,
        EndedAt = DateTimeOffset.UnixEpoch.AddTicks(Math.Abs(ticks >> 8)),
    };
}
