using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CompareIntel.Web.Api;

/// <summary>The lane exists. One per lane, in request order, before all else.</summary>
internal sealed record StartEvent(
    [property: Description("Always `start`.")] string Type,
    string Model,
    int Lane,
    string ComparisonId);

/// <summary>A piece of the answer (<c>chunk</c>) or of the model's reasoning (<c>reasoning</c>), exactly as the provider sent it.</summary>
internal sealed record DeltaEvent(
    [property: Description("`chunk` or `reasoning`.")] string Type,
    string Model,
    int Lane,
    string Content);

/// <summary>The lane's end, once, after all its chunks. What is not known is left out.</summary>
internal sealed record DoneEvent
{
    [Description("Always `done`.")]
    public required string Type { get; init; }

    public required string Model { get; init; }

    public required int Lane { get; init; }

    [Description("Whether the lane failed. A lane that someone stopped did not.")]
    public required bool Error { get; init; }

    [Description("`finished`, `stopped`, `failed` or `interrupted`.")]
    public required string State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorKind { get; init; }

    [Description("What happened and what to do.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    [Description("From sending the request to the first reasoning or text.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TtftMs { get; init; }

    public required double DurationMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? InputTokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OutputTokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? CostUsd { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FinishReason { get; init; }
}

/// <summary>The comparison's end, once, last.</summary>
internal sealed record CompleteEvent(
    [property: Description("Always `complete`.")] string Type,
    ComparisonMetadata Metadata);

/// <summary>A fault outside the lanes; the stream ends behind it. It has no id, so a client that comes back misses nothing.</summary>
internal sealed record ErrorEvent(string Type, string Message);
