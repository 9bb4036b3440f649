using System.ComponentModel.DataAnnotations;

namespace CompareIntel.Core.Catalog;

/// <summary>The <c>Catalog</c> section: how often providers are asked what they offer. Changes are taken up without a restart.</summary>
public sealed class ModelCatalogOptions
{
    public const string SectionName = "Catalog";

    /// <summary>After a list that arrived.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>After one that did not.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one provider may take for its list.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ListTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long resolving a bare id waits for lists that have never arrived.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan FirstListWait { get; set; } = TimeSpan.FromSeconds(5);
}
