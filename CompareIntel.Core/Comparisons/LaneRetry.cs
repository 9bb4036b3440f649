namespace CompareIntel.Core.Comparisons;

/// <summary>Lanes of a comparison that were run again: a comparison of its own, with its own log and its own clock.</summary>
/// <param name="Comparison">What runs, or ran, instead.</param>
/// <param name="Lanes">For each of its lanes, the lane of the first comparison that it stands for.</param>
public sealed record LaneRetry(LiveComparison Comparison, IReadOnlyList<int> Lanes);
