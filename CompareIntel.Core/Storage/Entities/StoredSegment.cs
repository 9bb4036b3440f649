namespace CompareIntel.Core.Storage.Entities;

/// <summary>Consecutive events of one log, as they were written together.</summary>
public sealed class StoredSegment
{
    public long ComparisonNumber { get; set; }

    /// <summary>Sequence number of its first event.</summary>
    public long FirstSequence { get; set; }

    /// <summary>Encoded events.</summary>
    public required byte[] Data { get; set; }
}
