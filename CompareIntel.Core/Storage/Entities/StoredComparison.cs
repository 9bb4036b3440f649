using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Storage.Entities;

/// <summary>A comparison: a turn of a conversation, or lanes of one that ran again. Its events stand in its <see cref="Segments"/>.</summary>
public sealed class StoredComparison
{
    /// <summary>Counts up in the order in which comparisons were started.</summary>
    public long Number { get; set; }

    /// <summary>The public, unguessable id.</summary>
    public required string Id { get; set; }

    /// <summary>Whoever started it; null for nobody in particular.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The id of the conversation's first turn, which may be this one.</summary>
    public required string ConversationId { get; set; }

    /// <summary>The turn before; null for the first one.</summary>
    public string? ParentId { get; set; }

    /// <summary>The comparison whose lanes this one ran again; null for one that stands for itself.</summary>
    public string? FirstId { get; set; }

    /// <summary>For each lane of a retry the lane of the first comparison; empty otherwise.</summary>
    public IReadOnlyList<int> RetriedLanes { get; set; } = [];

    public required string Prompt { get; set; }

    /// <summary>Made from the prompt, or what the owner called it.</summary>
    public required string Title { get; set; }

    public ConcurrencyMode Mode { get; set; }

    public ComparisonState State { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public bool IsStarred { get; set; }

    /// <summary>When the owner deleted it, UTC; it can be brought back until it is purged.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public List<StoredLane> Lanes { get; } = [];

    public List<StoredSegment> Segments { get; } = [];

    public List<StoredTag> Tags { get; } = [];

    public List<StoredShare> Shares { get; } = [];
}
