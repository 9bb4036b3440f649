namespace CompareIntel.Core.History;

/// <summary>What to change of a conversation. Null leaves it as it is.</summary>
public sealed record HistoryUpdate
{
    /// <summary>A title: one line, shortened to <see cref="ComparisonTitle.MostCharacters"/>.</summary>
    public string? Title { get; init; }

    /// <summary>All its tags. They are kept in lower case.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    public bool? IsStarred { get; init; }
}
