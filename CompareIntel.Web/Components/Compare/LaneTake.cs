namespace CompareIntel.Web.Components.Compare;

/// <summary>One run of a lane: the first, or one of its retries.</summary>
/// <param name="Lane">The lane of the comparison that is followed.</param>
/// <param name="ComparisonId">The comparison that this run is part of: the followed one or a retry's.</param>
/// <param name="OwnLane">The lane's number in that comparison.</param>
/// <param name="Model">The id as it was asked for.</param>
public sealed record LaneTake(int Lane, string ComparisonId, int OwnLane, string Model);
