namespace CompareIntel.Core.Export;

/// <summary>One event of the log. <see cref="Type"/> says which of the other fields are there.</summary>
internal sealed record ExportEvent
{
    public required string Type { get; init; }

    /// <summary>From the comparison's start.</summary>
    public required decimal AtMs { get; init; }

    public int? Lane { get; init; }

    public string? Model { get; init; }

    public int? Position { get; init; }

    public int? Attempt { get; init; }

    public string? Text { get; init; }

    public ExportFailure? Failure { get; init; }

    public decimal? RetryInMs { get; init; }

    public bool? HasText { get; init; }

    public ExportCall? Call { get; init; }

    public string? State { get; init; }

    public ExportMetrics? Metrics { get; init; }

    public ExportSummary? Summary { get; init; }
}
