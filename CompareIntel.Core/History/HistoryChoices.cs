namespace CompareIntel.Core.History;

/// <summary>What an owner's history can be narrowed by.</summary>
/// <param name="Models">Models of the newest conversations, in alphabetical order.</param>
/// <param name="Tags">All tags, in alphabetical order.</param>
public sealed record HistoryChoices(IReadOnlyList<string> Models, IReadOnlyList<string> Tags);
