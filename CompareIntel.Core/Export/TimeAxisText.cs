using System.Globalization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>The time axis in words and numbers, the same on the page and in exports.</summary>
public static class TimeAxisText
{
    /// <summary>Heads of the table's columns behind the lane's name.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["In the queue", "Waiting", "Retries", "Reasoning", "Writing", "Stalls over 2 s", "Characters", "Fastest", "End"];

    /// <summary>One row: a value for each of <see cref="Columns"/>.</summary>
    public static IReadOnlyList<string> RowOf(LaneTimeAxis lane, ComparisonTimeAxis axis)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(axis);
        return
        [
            Seconds(lane.TimeIn(LanePhase.Queued, axis.Duration)),
            Seconds(lane.TimeIn(LanePhase.Waiting, axis.Duration)),
            lane.Timeline.Retries.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{lane.Timeline.Retries.Count}, paused {Seconds(lane.TimeIn(LanePhase.Pausing, axis.Duration))}"),
            Seconds(lane.TimeIn(LanePhase.Reasoning, axis.Duration)),
            Seconds(lane.TimeIn(LanePhase.Writing, axis.Duration)),
            lane.Stalls.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{lane.Stalls.Count}, {Seconds(lane.Stalls.Aggregate(TimeSpan.Zero, static (sum, stall) => sum + stall.Duration))} in all"),
            lane.Characters.Sum().ToString("N0", CultureInfo.InvariantCulture),
            Rate(lane.Peak),
            lane.Timeline is { EndState: { } state, EndedAt: { } end } ? $"{ExportNames.Of(state)} at {Seconds(end)}" : "running",
        ];
    }

    /// <summary>What one stretch of a lane's time was, and how long.</summary>
    public static string Describe(TimelineSegment segment, ComparisonTimeAxis axis)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(axis);
        return $"{PhaseName(segment.Phase)}: {Seconds((segment.To ?? axis.Duration) - segment.From)}, from {Seconds(segment.From)} to {Seconds(segment.To ?? axis.Duration)}";
    }

    public static string Describe(LaneStall stall)
    {
        ArgumentNullException.ThrowIfNull(stall);
        return $"Nothing for {Seconds(stall.Duration)}, from {Seconds(stall.From)} to {Seconds(stall.To)}";
    }

    public static string Describe(AttemptFailed failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        return $"Attempt {failed.Attempt} failed at {Seconds(failed.Elapsed)}: {failed.Failure.Message}";
    }

    public static string PhaseName(LanePhase phase) => phase switch
    {
        LanePhase.Queued => "In the queue",
        LanePhase.Waiting => "Waiting for the first token",
        LanePhase.Pausing => "Waiting to try again",
        LanePhase.Reasoning => "Reasoning",
        LanePhase.Writing => "Writing",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };

    /// <summary>Characters per second.</summary>
    public static string Rate(double charactersPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{charactersPerSecond:N0} characters/s");

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}
