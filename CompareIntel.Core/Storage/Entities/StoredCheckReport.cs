namespace CompareIntel.Core.Storage.Entities;

/// <summary>A report of the release checks that is kept, and what people said of it.</summary>
public sealed class StoredCheckReport
{
    public long Number { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Its address.</summary>
    public required string Server { get; set; }

    public bool IsPassed { get; set; }

    /// <summary>The report as JSON.</summary>
    public required string Report { get; set; }

    public required string StartedBy { get; set; }

    public string DeployedBy { get; set; } = "";

    public string DeployedAt { get; set; } = "";

    public string Notes { get; set; } = "";

    public string? SignedOffBy { get; set; }

    public DateTimeOffset? SignedOffAt { get; set; }
}
