using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Storage.Entities;

/// <summary>
/// What was measured of one lane, kept after its comparison is gone. It holds no prompt, no answer and no owner. Null means unknown, never zero.
/// </summary>
public sealed class StoredLaneSample
{
    public long Number { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset EndedAt { get; set; }

    public required string ComparisonId { get; set; }

    /// <summary>Index in the request.</summary>
    public int Lane { get; set; }

    /// <summary>The provider's name; empty where it is not known.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The id without the provider's name, cut where it is very long.</summary>
    public required string Model { get; set; }

    /// <summary>One of the terminal ones.</summary>
    public LaneState State { get; set; }

    /// <summary>Set exactly when the lane failed.</summary>
    public FailureKind? Failure { get; set; }

    /// <summary>Requests that were sent.</summary>
    public int Attempts { get; set; }

    /// <summary>Milliseconds in our own queue; null when nothing was sent.</summary>
    public double? QueueMs { get; set; }

    /// <summary>Milliseconds to the first token.</summary>
    public double? TtftMs { get; set; }

    /// <summary>Milliseconds from the first request to the end.</summary>
    public double DurationMs { get; set; }

    public long? InputTokens { get; set; }

    public long? OutputTokens { get; set; }

    /// <summary>Whether the provider did not report one of them, and it was estimated from the number of characters.</summary>
    public bool AreTokensEstimated { get; set; }

    /// <summary>Billionths of a US dollar.</summary>
    public long? CostNanoUsd { get; set; }

    /// <summary>Whether it was computed from listed prices.</summary>
    public bool IsCostEstimated { get; set; }

    /// <summary>The program's release that ran it; empty where it is not known.</summary>
    public string Release { get; set; } = "";

    /// <summary>Whether it is in the sums of its hour.</summary>
    public bool IsSummed { get; set; }
}
