namespace CompareIntel.Core.Storage.Entities;

/// <summary>Something that an administrator did, or somebody who tried to be one.</summary>
public sealed class StoredAuditEntry
{
    public long Number { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The administrator's name, or the one that was given.</summary>
    public required string Actor { get; set; }

    /// <summary>Stable, such as <c>sign-in</c>.</summary>
    public required string Action { get; set; }

    /// <summary>On what, and how it came out; never a secret.</summary>
    public required string Detail { get; set; }

    /// <summary>The network address that it came from; null where there is none.</summary>
    public string? Address { get; set; }
}
