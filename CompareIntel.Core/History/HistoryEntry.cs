using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.History;

/// <summary>A conversation in the list, told by its first turn.</summary>
public sealed record HistoryEntry
{
    /// <summary>The id of the first turn.</summary>
    public required string Id { get; init; }

    /// <summary>Made from the prompt, or what the owner called it.</summary>
    public required string Title { get; init; }

    /// <summary>When the first turn was started, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far the first turn is.</summary>
    public required ComparisonState State { get; init; }

    /// <summary>The lanes of the first turn.</summary>
    public required IReadOnlyList<HistoryLane> Lanes { get; init; }

    /// <summary>Turns of the conversation, branches included, at least 1.</summary>
    public required int Turns { get; init; }

    public required bool IsStarred { get; init; }

    /// <summary>In alphabetical order.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Why it was found; null where nothing was looked for.</summary>
    public HistoryHit? Hit { get; init; }
}
