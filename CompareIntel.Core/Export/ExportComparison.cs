namespace CompareIntel.Core.Export;

/// <summary>The comparison, or lanes of it that ran again.</summary>
internal sealed record ExportComparison
{
    public required string Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required string Mode { get; init; }

    public required string State { get; init; }

    public required string Prompt { get; init; }

    public required IReadOnlyList<ExportLane> Lanes { get; init; }

    public ExportSummary? Summary { get; init; }

    /// <summary>All events in order; only on request, and needed for an import.</summary>
    public IReadOnlyList<ExportEvent>? Events { get; init; }

    /// <summary>Of a retry: for each of its lanes the lane of the comparison that it stands for.</summary>
    public IReadOnlyList<int>? RetriedLanes { get; init; }

    /// <summary>Lanes that ran again, oldest first.</summary>
    public IReadOnlyList<ExportComparison>? Retries { get; init; }
}
