using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CompareIntel.Web.Api;

/// <summary>The answer of <c>GET /comparisons</c>.</summary>
internal sealed record HistoryDocument(
    [property: Description("One for each conversation, newest first.")]
    IReadOnlyList<HistoryEntryDocument> Comparisons,
    [property: Description("Pass it as `cursor` to get what follows; null at the end.")]
    string? NextCursor);

/// <summary>A conversation, told by its first turn.</summary>
internal sealed record HistoryEntryDocument
{
    [Description("The id of the first turn.")]
    public required string Id { get; init; }

    public required string Title { get; init; }

    [JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("`running`, `completed`, `stopped` or `interrupted`.")]
    public required string State { get; init; }

    public required IReadOnlyList<HistoryLaneDocument> Lanes { get; init; }

    [Description("Turns of the conversation, branches included.")]
    public required int Turns { get; init; }

    public required bool Starred { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    [Description("Where `q` was found; null without `q`.")]
    public required HistoryHitDocument? Hit { get; init; }
}

/// <summary>One lane of a conversation's first turn.</summary>
internal sealed record HistoryLaneDocument(
    [property: Description("The id as it was asked for.")] string Model,
    [property: Description("`queued`, `connecting`, `streaming`, `finished`, `stopped`, `failed` or `interrupted`.")] string State);

/// <summary>Where something was found.</summary>
internal sealed record HistoryHitDocument(
    [property: Description("The turn in which it was found.")] string ComparisonId,
    IReadOnlyList<HistoryExcerptDocument> Excerpts);

/// <summary>Words around a hit.</summary>
internal sealed record HistoryExcerptDocument(
    [property: Description("Whose answer it is; null for the prompt.")] string? Model,
    IReadOnlyList<ExcerptPartDocument> Parts);

/// <summary>A piece of an excerpt: text, never markup.</summary>
internal sealed record ExcerptPartDocument(string Text, bool Hit);

/// <summary>The body of <c>PATCH /comparisons/{id}</c>. What is missing stays as it is.</summary>
internal sealed record HistoryPatch(string? Title, IReadOnlyList<string>? Tags, bool? Starred);
