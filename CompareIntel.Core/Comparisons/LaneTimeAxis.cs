namespace CompareIntel.Core.Comparisons;

/// <summary>One lane over time: what it did when, what failed, where it fell silent, and how fast it wrote.</summary>
/// <param name="Lane">Index in the request.</param>
/// <param name="Model">The id as it was asked for.</param>
/// <param name="Timeline">What it did when.</param>
/// <param name="Failures">Attempts that failed, in order.</param>
/// <param name="Stalls">Silences, in order.</param>
/// <param name="Characters">Characters of reasoning and text that arrived within each bin of the axis.</param>
/// <param name="Peak">Characters per second in the best bin.</param>
public sealed record LaneTimeAxis(
    int Lane,
    string Model,
    LaneTimeline Timeline,
    IReadOnlyList<AttemptFailed> Failures,
    IReadOnlyList<LaneStall> Stalls,
    IReadOnlyList<int> Characters,
    double Peak)
{
    /// <summary>A silence has to be longer than this to be called a stall.</summary>
    public static readonly TimeSpan ShortestStall = TimeSpan.FromSeconds(2);

    /// <summary>How long the lane was in this phase, up to <paramref name="now"/> where it still is.</summary>
    public TimeSpan TimeIn(LanePhase phase, TimeSpan now) => Timeline.Segments
        .Where(segment => segment.Phase == phase)
        .Aggregate(TimeSpan.Zero, (sum, segment) => sum + (segment.To ?? now) - segment.From);
}
