namespace CompareIntel.Core.Storage.Entities;

/// <summary>All lanes of one model that ended within one hour under one release, added up. It can be made again from their samples.</summary>
public sealed class StoredLaneHour
{
    public long Number { get; set; }

    /// <summary>Its beginning, UTC.</summary>
    public DateTimeOffset Hour { get; set; }

    /// <summary>Empty where it is not known.</summary>
    public required string Provider { get; set; }

    /// <summary>Empty for all that no provider knows.</summary>
    public required string Model { get; set; }

    /// <summary>Empty where it is not known.</summary>
    public required string Release { get; set; }

    public long Finished { get; set; }

    /// <summary>Without those that were turned away.</summary>
    public long Failed { get; set; }

    public long Stopped { get; set; }

    public long Interrupted { get; set; }

    /// <summary>Lanes for a model that does not exist, or whose provider was switched off.</summary>
    public long TurnedAway { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    /// <summary>Lanes whose tokens are in the sums.</summary>
    public long TokensKnown { get; set; }

    /// <summary>Of those, the ones whose tokens were estimated.</summary>
    public long TokensEstimated { get; set; }

    public long CostNanoUsd { get; set; }

    /// <summary>Lanes whose cost is in the sum.</summary>
    public long CostKnown { get; set; }

    /// <summary>Of those, the ones whose cost was computed from listed prices.</summary>
    public long CostEstimated { get; set; }

    /// <summary>Lanes that finished, and whose cost nobody knows.</summary>
    public long CostUnknown { get; set; }

    /// <summary>How often each kind of failure came, as a JSON object; null for none.</summary>
    public string? Failures { get; set; }

    /// <summary>Times to first token.</summary>
    public byte[] Ttft { get; set; } = [];

    /// <summary>Durations of the lanes that finished.</summary>
    public byte[] Duration { get; set; } = [];
}
