namespace CompareIntel.Core.History;

/// <summary>Which conversations to list. Null does not narrow the list; what is set must hold all at once.</summary>
public sealed record HistoryFilter
{
    /// <summary>All there are.</summary>
    public static HistoryFilter None { get; } = new();

    /// <summary>Words of a prompt or an answer of any turn, as a person types them. Blank is like null.</summary>
    public string? Query { get; init; }

    /// <summary>A model that the first turn was sent to, by the id that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>How far the first turn is, or how it ended.</summary>
    public HistoryState? State { get; init; }

    /// <summary>A tag.</summary>
    public string? Tag { get; init; }

    /// <summary>With a star or without.</summary>
    public bool? IsStarred { get; init; }

    /// <summary>Started then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before then.</summary>
    public DateTimeOffset? To { get; init; }
}
