namespace CompareIntel.Core.History;

/// <summary>A place in which something was found.</summary>
/// <param name="Model">The id of the model whose answer it is; null for the prompt.</param>
/// <param name="Parts">The words around it, in order.</param>
public sealed record HistoryExcerpt(string? Model, IReadOnlyList<ExcerptPart> Parts);
