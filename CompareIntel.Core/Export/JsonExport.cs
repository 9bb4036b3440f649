using System.Text.Encodings.Web;
using System.Text.Json;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>Writes a comparison as JSON that <see cref="ComparisonImport"/> reads back. The owner is not part of it.</summary>
public static class JsonExport
{
    private static readonly ExportJsonContext s_context = new(new JsonSerializerOptions(ExportJsonContext.Default.Options)
    {
        // A file, never part of a page: text stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes the comparison as it is now, with its retries.</summary>
    /// <param name="comparison">The comparison, running or ended.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="withEvents">Whether all events are written, which an import needs.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static Task WriteAsync(LiveComparison comparison, Stream stream, bool withEvents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var document = new ExportDocument { Format = ExportDocument.CurrentFormat, Comparison = ToComparison(comparison, withEvents) };
        return JsonSerializer.SerializeAsync(stream, document, s_context.ExportDocument, cancellationToken);
    }

    private static ExportComparison ToComparison(LiveComparison comparison, bool withEvents)
    {
        // Read once: a comparison that runs would otherwise have grown between its texts and its events.
        var events = comparison.Log.Snapshot().ToList();
        var transcript = new ComparisonTranscript();
        events.ForEach(transcript.Apply);
        var progress = transcript.Progress;
        return new ExportComparison
        {
            Id = comparison.Id,
            CreatedAt = comparison.CreatedAt,
            Mode = ExportNames.Of(comparison.Mode),
            State = ExportNames.Of(progress.State),
            Prompt = comparison.Request.Prompt,
            Lanes = [.. progress.Lanes.Select(lane => ToLane(lane, comparison.Request.Lanes[lane.Lane], transcript))],
            Summary = progress.Summary is { } summary ? ToSummary(summary) : null,
            Events = withEvents ? [.. events.Select(ToEvent)] : null,
            RetriedLanes = comparison.First is null ? null : comparison.RetriedLanes,
            Retries = comparison.Retries.Count == 0 ? null : [.. comparison.Retries.Select(retry => ToComparison(retry.Comparison, withEvents))],
        };
    }

    private static ExportLane ToLane(LaneProgress lane, LaneRequest request, ComparisonTranscript transcript) => new()
    {
        Lane = lane.Lane,
        Model = lane.Model,
        System = request.System,
        Temperature = request.Temperature,
        TopP = request.TopP,
        MaxOutputTokens = request.MaxOutputTokens,
        History = [.. request.History.Select(static message => new ExportMessage(message.Role.Value, message.Text))],
        State = ExportNames.Of(lane.State),
        Text = transcript.TextOf(lane.Lane),
        Reasoning = transcript.ReasoningOf(lane.Lane),
        Failure = ToFailure(lane.Failure),
        Metrics = lane.Metrics is { } metrics ? ToMetrics(metrics) : null,
    };

    private static ExportEvent ToEvent(ComparisonEvent item)
    {
        var at = ExportTime.ToMilliseconds(item.Elapsed);
        return item switch
        {
            LaneCreated created => new() { Type = "lane_created", AtMs = at, Lane = created.Lane, Model = created.Model },
            LaneQueued queued => new() { Type = "lane_queued", AtMs = at, Lane = queued.Lane, Position = queued.Position },
            AttemptStarted started => new() { Type = "attempt_started", AtMs = at, Lane = started.Lane, Attempt = started.Attempt },
            AttemptFailed failed => new()
            {
                Type = "attempt_failed",
                AtMs = at,
                Lane = failed.Lane,
                Attempt = failed.Attempt,
                Failure = ToFailure(failed.Failure),
                RetryInMs = ExportTime.ToMilliseconds(failed.RetryIn),
                HasText = failed.HasText,
                Call = ExportCall.Of(failed.Call),
            },
            ReasoningReceived reasoning => new() { Type = "reasoning", AtMs = at, Lane = reasoning.Lane, Text = reasoning.Text },
            TextReceived text => new() { Type = "text", AtMs = at, Lane = text.Lane, Text = text.Text },
            LaneEnded ended => new()
            {
                Type = "lane_ended",
                AtMs = at,
                Lane = ended.Lane,
                State = ExportNames.Of(ended.State),
                Failure = ToFailure(ended.Failure),
                Metrics = ToMetrics(ended.Metrics),
            },
            ComparisonEnded ended => new() { Type = "comparison_ended", AtMs = at, State = ExportNames.Of(ended.State), Summary = ToSummary(ended.Summary) },
            _ => throw new InvalidOperationException($"Unknown event {item.GetType().Name}."),
        };
    }

    private static ExportFailure? ToFailure(LaneFailure? failure) => failure is null ? null : new ExportFailure(ExportNames.Of(failure.Kind), failure.Message);

    private static ExportMetrics ToMetrics(LaneMetrics metrics) => new()
    {
        StartedAtMs = ExportTime.ToMilliseconds(metrics.StartedAt),
        TtftMs = ExportTime.ToMilliseconds(metrics.TimeToFirstToken),
        DurationMs = ExportTime.ToMilliseconds(metrics.Duration),
        GenerationMs = ExportTime.ToMilliseconds(metrics.GenerationTime),
        Attempts = metrics.Attempts,
        InputTokens = metrics.InputTokens,
        OutputTokens = metrics.OutputTokens,
        CostUsd = metrics.CostUsd,
        CostEstimated = metrics.IsCostEstimated,
        FinishReason = metrics.FinishReason,
        ReportedModel = metrics.ReportedModel,
        ResponseId = metrics.ResponseId,
        Call = ExportCall.Of(metrics.Call),
        TextLength = metrics.TextLength,
        ReasoningLength = metrics.ReasoningLength,
    };

    private static ExportSummary ToSummary(ComparisonSummary summary) => new()
    {
        Lanes = summary.Lanes,
        Finished = summary.Finished,
        Failed = summary.Failed,
        DurationMs = ExportTime.ToMilliseconds(summary.Duration),
        StartSpreadMs = ExportTime.ToMilliseconds(summary.StartSpread),
        Speedup = summary.Speedup,
        FastestLane = summary.FastestLane,
        SlowestLane = summary.SlowestLane,
        EndedAt = summary.EndedAt,
    };
}
