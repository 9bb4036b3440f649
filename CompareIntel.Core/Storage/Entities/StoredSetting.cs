namespace CompareIntel.Core.Storage.Entities;

/// <summary>A setting that an administrator changed while the program ran.</summary>
public sealed class StoredSetting
{
    public required string Name { get; set; }

    /// <summary>Its value as JSON.</summary>
    public required string Value { get; set; }
}
