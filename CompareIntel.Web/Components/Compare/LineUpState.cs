namespace CompareIntel.Web.Components.Compare;

/// <summary>The models chosen below a comparison, in a form that can be put away.</summary>
/// <param name="ComparisonId">The comparison that the page shows; null for a new one.</param>
/// <param name="Entries">The models in order, with the lanes that they continue.</param>
public sealed record LineUpState(string? ComparisonId, IReadOnlyList<LineUpEntry> Entries);
