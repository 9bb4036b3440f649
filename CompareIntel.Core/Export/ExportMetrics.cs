namespace CompareIntel.Core.Export;

/// <summary>What was measured and reported of a lane; what is missing is unknown.</summary>
internal sealed record ExportMetrics
{
    public decimal? StartedAtMs { get; init; }

    public decimal? TtftMs { get; init; }

    public required decimal DurationMs { get; init; }

    public decimal? GenerationMs { get; init; }

    public required int Attempts { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public decimal? CostUsd { get; init; }

    public bool CostEstimated { get; init; }

    public string? FinishReason { get; init; }

    public string? ReportedModel { get; init; }

    public string? ResponseId { get; init; }

    public ExportCall? Call { get; init; }

    public required long TextLength { get; init; }

    public required long ReasoningLength { get; init; }
}
