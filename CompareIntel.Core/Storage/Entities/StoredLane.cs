using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Storage.Entities;

/// <summary>What one lane was asked, and how it ended.</summary>
public sealed class StoredLane
{
    public long ComparisonNumber { get; set; }

    /// <summary>Index in the request.</summary>
    public int Lane { get; set; }

    /// <summary>The id as it was asked for.</summary>
    public required string Model { get; set; }

    public string? System { get; set; }

    public float? Temperature { get; set; }

    public float? TopP { get; set; }

    public int? MaxOutputTokens { get; set; }

    /// <summary>
    /// The turn whose history, prompt and answer come before the prompt; null when <see cref="History"/> is all that does. It is of the same conversation.
    /// </summary>
    public string? HistoryFromId { get; set; }

    /// <summary>The lane of that turn.</summary>
    public int? HistoryFromLane { get; set; }

    /// <summary>Messages before the prompt as a JSON array of role and content; null for none, or when they come from another turn.</summary>
    public string? History { get; set; }

    public LaneState State { get; set; }
}
