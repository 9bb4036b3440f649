namespace CompareIntel.Core.History;

/// <summary>Why a conversation was found.</summary>
/// <param name="ComparisonId">The turn in which it was found, the newest of them.</param>
/// <param name="Excerpts">One place in the prompt and one in an answer at most, at least one in all.</param>
public sealed record HistoryHit(string ComparisonId, IReadOnlyList<HistoryExcerpt> Excerpts);
