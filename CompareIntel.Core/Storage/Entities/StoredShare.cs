namespace CompareIntel.Core.Storage.Entities;

/// <summary>A link that shows one comparison to whoever has it.</summary>
public sealed class StoredShare
{
    /// <summary>Unguessable; the last part of the link.</summary>
    public required string Token { get; set; }

    public long ComparisonNumber { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
