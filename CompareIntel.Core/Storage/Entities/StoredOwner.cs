namespace CompareIntel.Core.Storage.Entities;

/// <summary>Whoever starts comparisons: a browser now, an account later.</summary>
public sealed class StoredOwner
{
    /// <summary>Unguessable, and never shown.</summary>
    public required string Id { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the owner first came back with the cookie that names it, UTC; null while it never has.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
}
