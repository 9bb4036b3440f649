using System.ComponentModel.DataAnnotations;

namespace CompareIntel.Web.Telemetry;

/// <summary>The <c>Metrics</c> section: where Prometheus reads.</summary>
internal sealed class MetricsOptions
{
    public const string SectionName = "Metrics";

    /// <summary>Whether <c>/metrics</c> is there at all. Read when the program starts.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A port of its own that serves <c>/metrics</c> and nothing else, to whoever reaches it. Unset: the program's own port, and administrators only.</summary>
    [Range(1, 65_535)]
    public int? Port { get; set; }

    /// <summary>The IP address that <see cref="Port"/> is on; unset for this machine alone, <c>*</c> for every address.</summary>
    public string? Address { get; set; }
}
