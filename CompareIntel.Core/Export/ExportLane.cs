namespace CompareIntel.Core.Export;

/// <summary>What a lane was asked, what it answered and what was measured.</summary>
internal sealed record ExportLane
{
    public required int Lane { get; init; }

    public required string Model { get; init; }

    public string? System { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? MaxOutputTokens { get; init; }

    public required IReadOnlyList<ExportMessage> History { get; init; }

    public required string State { get; init; }

    public required string Text { get; init; }

    public required string Reasoning { get; init; }

    public ExportFailure? Failure { get; init; }

    public ExportMetrics? Metrics { get; init; }
}
