namespace CompareIntel.Core.Storage.Entities;

/// <summary>A word that an owner put on a comparison.</summary>
public sealed class StoredTag
{
    public long ComparisonNumber { get; set; }

    public required string Name { get; set; }
}
