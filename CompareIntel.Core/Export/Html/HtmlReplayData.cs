using System.Text.Encodings.Web;
using System.Text.Json;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export.Html;

/// <summary>What an HTML file replays: each lane's text once, and when which piece of it arrived.</summary>
internal static class HtmlReplayData
{
    // Encodes all that could end the element it stands in.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>
    /// <c>{"end":µs,"lanes":[{"text","reasoning","pieces":[µs since the piece before, characters, ...],"states":[[µs,name], ...]}]}</c>; characters of reasoning are negative.
    /// </summary>
    public static string Write(ComparisonLog log, ComparisonTranscript transcript)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
        {
            var events = log.Snapshot().OfType<LaneEvent>().ToLookup(static item => item.Lane);
            json.WriteStartObject();
            json.WriteNumber("end", Micros(log.Snapshot().Select(static item => item.Elapsed).DefaultIfEmpty(TimeSpan.Zero).Max()));
            json.WriteStartArray("lanes");
            foreach (var lane in transcript.Progress.Lanes)
            {
                json.WriteStartObject();
                json.WriteString("text", transcript.TextOf(lane.Lane));
                json.WriteString("reasoning", transcript.ReasoningOf(lane.Lane));
                WritePieces(json, events[lane.Lane]);
                WriteStates(json, events[lane.Lane]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WritePieces(Utf8JsonWriter json, IEnumerable<LaneEvent> events)
    {
        json.WriteStartArray("pieces");
        var last = 0L;
        foreach (var item in events)
        {
            var length = item switch
            {
                TextReceived text => text.Text.Length,
                ReasoningReceived reasoning => -reasoning.Text.Length,
                _ => 0,
            };
            if (length != 0)
            {
                var at = Micros(item.Elapsed);
                json.WriteNumberValue(at - last);
                json.WriteNumberValue(length);
                last = at;
            }
        }

        json.WriteEndArray();
    }

    private static void WriteStates(Utf8JsonWriter json, IEnumerable<LaneEvent> events)
    {
        json.WriteStartArray("states");
        var timeline = events.Aggregate(LaneTimeline.Empty, static (line, item) => line.With(item));
        foreach (var segment in timeline.Segments)
        {
            WriteState(json, segment.From, ExportNames.Of(segment.Phase));
        }

        if (timeline is { EndState: { } state, EndedAt: { } end })
        {
            WriteState(json, end, ExportNames.Of(state));
        }

        json.WriteEndArray();
    }

    private static void WriteState(Utf8JsonWriter json, TimeSpan at, string name)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Micros(at));
        json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
