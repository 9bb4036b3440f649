using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.History;

/// <summary>One lane of a conversation's first turn.</summary>
/// <param name="Model">The id as it was asked for.</param>
/// <param name="State">How far it is, or how it ended.</param>
public sealed record HistoryLane(string Model, LaneState State);
