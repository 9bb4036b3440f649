using System.Text.Json;
using System.Text.Json.Nodes;
using CompareIntel.Core.Export;

namespace CompareIntel.Core.Diagnostics;

/// <summary>An explained run as JSON, in milliseconds. Holds no text.</summary>
internal static class RunExplanationJson
{
    public static JsonObject Of(RunExplanation run) => new()
    {
        ["duration_ms"] = Ms(run.Duration),
        ["start_spread_ms"] = Ms(run.StartSpread),
        ["watched_by"] = run.WatchedBy,
        ["lanes"] = new JsonArray([.. run.Lanes.Select(lane => Of(lane, run))]),
        ["watchers"] = JsonSerializer.SerializeToNode(run.Watchers, RunJsonContext.Default.IReadOnlyListWatchTiming),
    };

    private static JsonObject Of(LaneExplanation lane, RunExplanation run) => new()
    {
        ["lane"] = lane.Lane,
        ["state"] = ExportNames.Of(lane.State),
        ["total_ms"] = Ms(lane.Total),
        ["queue_ms"] = Ms(lane.Queue),
        ["provider_wait_ms"] = Ms(lane.Wait),
        ["pauses_ms"] = Ms(lane.Pauses),
        ["provider_streaming_ms"] = Ms(lane.Streaming),
        ["first_word_at_ms"] = Ms(lane.FirstWordAt),
        ["byte_to_event_ms"] = new JsonObject { ["first"] = Ms(lane.Call?.FirstDelay), ["mean"] = Ms(lane.Call?.MeanDelay), ["longest"] = Ms(lane.Call?.LongestDelay) },
        ["first_word_on_page"] = run.FirstWordOf(lane.Lane) is { } word ? JsonSerializer.SerializeToNode(word, RunJsonContext.Default.FirstWordTiming) : null,
        ["attempts"] = new JsonArray([.. lane.Attempts.Select(Of)]),
    };

    private static JsonNode Of(AttemptExplanation attempt) => new JsonObject
    {
        ["attempt"] = attempt.Number,
        ["started_at_ms"] = Ms(attempt.StartedAt),
        ["ended_at_ms"] = Ms(attempt.EndedAt),
        ["first_delta_at_ms"] = Ms(attempt.FirstDeltaAt),
        ["head_after_ms"] = Ms(attempt.Call?.HeadAfter),
        ["first_bytes_after_ms"] = Ms(attempt.Call?.FirstBytesAfter),
        ["failure"] = attempt.Failure is { } failure ? ExportNames.Of(failure.Kind) : null,
        ["retry_in_ms"] = Ms(attempt.RetryIn),
        ["request_ids"] = attempt.Call?.RequestIds is { } ids && TextLengths.IsToken(ids) ? ids : null,
    };

    private static double? Ms(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
