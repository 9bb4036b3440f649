namespace CompareIntel.Core.Storage.Entities;

/// <summary>Models with their settings that an owner saved under a name.</summary>
public sealed class StoredLineUp
{
    public long Number { get; set; }

    public required string OwnerId { get; set; }

    public required string Name { get; set; }

    /// <summary>Lanes as a JSON array.</summary>
    public required string Lanes { get; set; }

    public bool IsDefault { get; set; }

    /// <summary>Place in the owner's list, from 0.</summary>
    public int Position { get; set; }
}
