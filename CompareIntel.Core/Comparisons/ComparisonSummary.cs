namespace CompareIntel.Core.Comparisons;

/// <summary>The comparison as a whole, taken from its lanes' events.</summary>
public sealed record ComparisonSummary
{
    /// <summary>Lanes asked for.</summary>
    public required int Lanes { get; init; }

    /// <summary>Lanes that finished.</summary>
    public required int Finished { get; init; }

    /// <summary>Lanes that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>From the comparison's start to its last lane's end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Last lane's first request minus the first lane's; null when fewer than two lanes sent one.</summary>
    public TimeSpan? StartSpread { get; init; }

    /// <summary>Sum of lane durations divided by the comparison's duration; null when nothing ran.</summary>
    public double? Speedup { get; init; }

    /// <summary>The finished lane with the shortest duration; null when none finished.</summary>
    public int? FastestLane { get; init; }

    /// <summary>The finished lane with the longest duration; null when none finished.</summary>
    public int? SlowestLane { get; init; }

    /// <summary>When the comparison ended, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Adds up lanes that have ended and whose events have their times.</summary>
    internal static ComparisonSummary Of(IReadOnlyList<LaneEnded> lanes, DateTimeOffset endedAt)
    {
        var starts = lanes.Where(static lane => lane.Metrics.StartedAt is not null).Select(static lane => lane.Metrics.StartedAt!.Value).ToArray();
        var finished = lanes.Where(static lane => lane.State == LaneState.Finished).ToArray();
        var duration = lanes.Max(static lane => lane.Elapsed);
        var laneTime = lanes.Aggregate(TimeSpan.Zero, static (sum, lane) => sum + lane.Metrics.Duration);
        return new ComparisonSummary
        {
            Lanes = lanes.Count,
            Finished = finished.Length,
            Failed = lanes.Count(static lane => lane.State == LaneState.Failed),
            Duration = duration,
            StartSpread = starts.Length > 1 ? starts.Max() - starts.Min() : null,
            Speedup = laneTime > TimeSpan.Zero && duration > TimeSpan.Zero ? laneTime / duration : null,
            FastestLane = finished.MinBy(static lane => lane.Metrics.Duration)?.Lane,
            SlowestLane = finished.MaxBy(static lane => lane.Metrics.Duration)?.Lane,
            EndedAt = endedAt,
        };
    }
}
