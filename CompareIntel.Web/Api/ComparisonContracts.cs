using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CompareIntel.Web.Api;

/// <summary>The answer of <c>POST /compare</c>.</summary>
internal sealed record CompareResponse(
    [property: Description("Model id to answer. A failed lane's text starts with `Error: `. A model named twice has its second answer under `model#2`.")]
    IReadOnlyDictionary<string, string> Results,
    ComparisonMetadata Metadata);

/// <summary>The comparison as a whole. Times in milliseconds.</summary>
internal sealed record ComparisonMetadata
{
    public required string ComparisonId { get; init; }

    [Description("Characters of the prompt.")]
    public required int InputLength { get; init; }

    public required int ModelsRequested { get; init; }

    [Description("Lanes that finished.")]
    public required int ModelsSuccessful { get; init; }

    [Description("Lanes that failed. Stopped and interrupted lanes are neither.")]
    public required int ModelsFailed { get; init; }

    [Description("When the comparison ended, UTC.")]
    [JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset Timestamp { get; init; }

    [Description("From the start to the end of the last lane.")]
    public required double ProcessingTimeMs { get; init; }

    [Description("Last lane's start minus the first's; null with fewer than two.")]
    public required double? StartSpreadMs { get; init; }

    [Description("Sum of lane durations divided by the comparison's duration; null when nothing ran.")]
    public required double? Speedup { get; init; }
}

/// <summary>A comparison, running or ended.</summary>
internal sealed record ComparisonDocument
{
    public required string Id { get; init; }

    [Description("`running`, `completed`, `stopped` or `interrupted`.")]
    public required string State { get; init; }

    public required string Prompt { get; init; }

    [JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("`concurrent` or `sequential`.")]
    public required string Mode { get; init; }

    public required IReadOnlyList<LaneDocument> Lanes { get; init; }

    [Description("Null while the comparison runs.")]
    public required ComparisonMetadata? Metadata { get; init; }
}

/// <summary>One lane. Null means unknown, or not yet known. Times in milliseconds.</summary>
internal sealed record LaneDocument
{
    [Description("Index in the request, from 0.")]
    public required int Lane { get; init; }

    [Description("The id as it was asked for.")]
    public required string Model { get; init; }

    [Description("`queued`, `connecting`, `streaming`, `finished`, `stopped`, `failed` or `interrupted`.")]
    public required string State { get; init; }

    public required string Text { get; init; }

    public required string Reasoning { get; init; }

    [Description("Requests sent to the provider so far.")]
    public required int Attempts { get; init; }

    public required string? ErrorKind { get; init; }

    [Description("Of a failed lane: what happened and what to do.")]
    public required string? Message { get; init; }

    public required double? TtftMs { get; init; }

    public required double? DurationMs { get; init; }

    public required long? InputTokens { get; init; }

    public required long? OutputTokens { get; init; }

    public required decimal? CostUsd { get; init; }

    public required string? FinishReason { get; init; }

    [Description("The model that the provider says answered.")]
    public required string? ReportedModel { get; init; }

    [Description("The provider's own id of the answer.")]
    public required string? ResponseId { get; init; }
}
