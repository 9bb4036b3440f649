namespace CompareIntel.Core.Comparisons;

/// <summary>One stretch of a lane's time; <paramref name="To"/> is null while it goes on. Times count from the comparison's start.</summary>
public sealed record TimelineSegment(LanePhase Phase, TimeSpan From, TimeSpan? To);
