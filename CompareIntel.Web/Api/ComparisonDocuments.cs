using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Api;

/// <summary>Core's comparisons in the words of the wire.</summary>
internal static class ComparisonDocuments
{
    public const string ErrorPrefix = "Error: ";

    public static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    public static double? Milliseconds(TimeSpan? time) => time is { } known ? Milliseconds(known) : null;

    public static ComparisonMetadata ToMetadata(LiveComparison comparison, ComparisonSummary summary) => new()
    {
        ComparisonId = comparison.Id,
        InputLength = CompareRequestReader.CountCharacters(comparison.Request.Prompt),
        ModelsRequested = summary.Lanes,
        ModelsSuccessful = summary.Finished,
        ModelsFailed = summary.Failed,
        Timestamp = summary.EndedAt,
        ProcessingTimeMs = Milliseconds(summary.Duration),
        StartSpreadMs = Milliseconds(summary.StartSpread),
        Speedup = summary.Speedup is { } speedup ? Math.Round(speedup, 3) : null,
    };

    public static ComparisonDocument ToDocument(LiveComparison comparison)
    {
        var transcript = ComparisonTranscript.Of(comparison.Log);
        var progress = transcript.Progress;
        return new ComparisonDocument
        {
            Id = comparison.Id,
            State = WireName.Of(progress.State),
            Prompt = comparison.Request.Prompt,
            CreatedAt = comparison.CreatedAt,
            Mode = WireName.Of(comparison.Mode),
            Lanes = [.. progress.Lanes.Select(lane => ToDocument(lane, transcript))],
            Metadata = progress.Summary is { } summary ? ToMetadata(comparison, summary) : null,
        };
    }

    /// <summary>The answers of a comparison that has ended.</summary>
    public static CompareResponse ToResponse(LiveComparison comparison)
    {
        var transcript = ComparisonTranscript.Of(comparison.Log);
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var lane in transcript.Progress.Lanes)
        {
            var key = lane.Model;
            for (var number = 2; !results.TryAdd(key, ToResult(lane, transcript.TextOf(lane.Lane))); number++)
            {
                key = $"{lane.Model}#{number}";
            }
        }

        return new CompareResponse(results, ToMetadata(comparison, transcript.Progress.Summary!));
    }

    /// <summary>Older clients know a failure by how its text starts; what arrived before it is kept below.</summary>
    private static string ToResult(LaneProgress lane, string text) =>
        lane.Failure is not { } failure ? text
        : text.Length == 0 ? ErrorPrefix + failure.Message
        : $"{ErrorPrefix}{failure.Message}\n\n{text}";

    private static LaneDocument ToDocument(LaneProgress lane, ComparisonTranscript transcript) => new()
    {
        Lane = lane.Lane,
        Model = lane.Model,
        State = WireName.Of(lane.State),
        Text = transcript.TextOf(lane.Lane),
        Reasoning = transcript.ReasoningOf(lane.Lane),
        Attempts = lane.Attempts,
        ErrorKind = lane.Failure is { } failure ? WireName.Of(failure.Kind) : null,
        Message = lane.Failure?.Message,
        TtftMs = Milliseconds(lane.TimeToFirstToken),
        DurationMs = Milliseconds(lane.Metrics?.Duration),
        InputTokens = lane.Metrics?.InputTokens,
        OutputTokens = lane.Metrics?.OutputTokens,
        CostUsd = lane.Metrics?.CostUsd,
        FinishReason = lane.Metrics?.FinishReason,
        ReportedModel = lane.Metrics?.ReportedModel,
        ResponseId = lane.Metrics?.ResponseId,
    };
}
