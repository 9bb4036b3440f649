namespace CompareIntel.Core.Storage.Entities;

/// <summary>How somebody who watched a comparison got it: a page, or a program. Numbers only.</summary>
public sealed class StoredPageTiming
{
    public long Number { get; set; }

    public long ComparisonNumber { get; set; }

    /// <summary>The measurements as JSON.</summary>
    public required string Timing { get; set; }
}
