namespace CompareIntel.Core.Export;

/// <summary>The comparison as a whole.</summary>
internal sealed record ExportSummary
{
    public required int Lanes { get; init; }

    public required int Finished { get; init; }

    public required int Failed { get; init; }

    public required decimal DurationMs { get; init; }

    public decimal? StartSpreadMs { get; init; }

    public double? Speedup { get; init; }

    public int? FastestLane { get; init; }

    public int? SlowestLane { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
