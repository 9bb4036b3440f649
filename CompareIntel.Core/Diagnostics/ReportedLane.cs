using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>What was measured of one lane, in the few numbers that go with a report. Null means unknown. Holds no text.</summary>
/// <param name="Lane">Index in the request.</param>
/// <param name="Model">The id as it was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Failure">Set when it failed.</param>
/// <param name="TtftMs">From the request to the first delta.</param>
/// <param name="DurationMs">From the first request to the end, or to now.</param>
/// <param name="Attempts">Requests that were sent.</param>
/// <param name="Characters">Of reasoning and text.</param>
/// <param name="RequestIds">The provider's ids of the last request.</param>
public sealed record ReportedLane(int Lane, string Model, LaneState State, FailureKind? Failure, double? TtftMs, double? DurationMs, int Attempts, long Characters, string? RequestIds)
{
    /// <summary>Those of every lane, as it is now.</summary>
    public static IReadOnlyList<ReportedLane> Of(LiveComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var progress = new ComparisonProgress();
        comparison.Log.ReadInto(progress);
        return
        [
            .. progress.Lanes.Select(lane => new ReportedLane(
                lane.Lane,
                lane.Model,
                lane.State,
                lane.Failure?.Kind,
                lane.TimeToFirstToken?.TotalMilliseconds,
                (lane.Metrics?.Duration ?? comparison.Log.Elapsed - lane.StartedAt)?.TotalMilliseconds,
                lane.Attempts,
                lane.TextLength + lane.ReasoningLength,
                lane.Metrics?.Call?.RequestIds)),
        ];
    }
}
