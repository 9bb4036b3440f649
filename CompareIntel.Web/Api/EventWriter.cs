using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Api;

/// <summary>
/// Turns events of one comparison into server-sent events, into a buffer of its own. What an event becomes depends on nothing but the event, so a
/// reader that comes back at any sequence number gets the same bytes.
/// </summary>
/// <remarks>
/// This runs once per delta and reader, so all of a delta's JSON but its text is encoded once per lane, and nothing is allocated per delta.
/// </remarks>
internal sealed class EventWriter : IDisposable
{
    private const int LongestNumber = 20;

    private static readonly JsonWriterOptions s_jsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly LiveComparison _comparison;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly byte[]?[] _chunkHeads;
    private readonly byte[]?[] _reasoningHeads;

    public EventWriter(LiveComparison comparison)
    {
        _comparison = comparison;
        _json = new Utf8JsonWriter(_buffer, s_jsonOptions);
        _chunkHeads = new byte[comparison.Request.Lanes.Count][];
        _reasoningHeads = new byte[comparison.Request.Lanes.Count][];
    }

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public int Length => _buffer.WrittenCount;

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>A fault outside the lanes. It stands for no event of the log, so it has no id.</summary>
    public void WriteError(string message)
    {
        _buffer.Write("data: "u8);
        _json.Reset();
        JsonSerializer.Serialize(_json, new ErrorEvent("error", message), ApiJsonContext.Default.ErrorEvent);
        EndEvent();
    }

    public void WriteKeepAlive() => _buffer.Write(": keep-alive\n\n"u8);

    /// <summary>Writes what the event is on the wire; some are nothing.</summary>
    public void Write(ComparisonEvent item)
    {
        switch (item)
        {
            case TextReceived text:
                WriteDelta(text.Sequence, HeadOf("chunk", text.Lane, _chunkHeads), text.Text);
                break;
            case ReasoningReceived reasoning:
                WriteDelta(reasoning.Sequence, HeadOf("reasoning", reasoning.Lane, _reasoningHeads), reasoning.Text);
                break;
            case AttemptFailed { RetryIn: null, HasText: false } failed:
                WriteDelta(failed.Sequence, HeadOf("chunk", failed.Lane, _chunkHeads), ComparisonDocuments.ErrorPrefix + failed.Failure.Message);
                break;
            case LaneCreated created:
                BeginEvent(created.Sequence);
                JsonSerializer.Serialize(_json, new StartEvent("start", created.Model, created.Lane, _comparison.Id), ApiJsonContext.Default.StartEvent);
                EndEvent();
                break;
            case LaneEnded ended:
                BeginEvent(ended.Sequence);
                JsonSerializer.Serialize(_json, ToDone(ended), ApiJsonContext.Default.DoneEvent);
                EndEvent();
                break;
            case ComparisonEnded ended:
                BeginEvent(ended.Sequence);
                JsonSerializer.Serialize(
                    _json,
                    new CompleteEvent("complete", ComparisonDocuments.ToMetadata(_comparison, ended.Summary)),
                    ApiJsonContext.Default.CompleteEvent);
                EndEvent();
                break;
            case LaneQueued or AttemptStarted or AttemptFailed:
                break;
            default:
                throw new InvalidOperationException($"Unknown event {item.GetType().Name}.");
        }
    }

    public void Dispose() => _json.Dispose();

    private void WriteDelta(long sequence, byte[] head, string text)
    {
        var span = _buffer.GetSpan("id: "u8.Length + LongestNumber + head.Length);
        "id: "u8.CopyTo(span);
        Utf8Formatter.TryFormat(sequence, span["id: "u8.Length..], out var digits);
        head.CopyTo(span[("id: "u8.Length + digits)..]);
        _buffer.Advance("id: "u8.Length + digits + head.Length);

        _json.Reset();
        _json.WriteStringValue(text);
        _json.Flush();
        _buffer.Write("}\n\n"u8);
    }

    private void BeginEvent(long sequence)
    {
        _buffer.Write("id: "u8);
        Utf8Formatter.TryFormat(sequence, _buffer.GetSpan(LongestNumber), out var digits);
        _buffer.Advance(digits);
        _buffer.Write("\ndata: "u8);
        _json.Reset();
    }

    private void EndEvent()
    {
        _json.Flush();
        _buffer.Write("\n\n"u8);
    }

    /// <summary>From the end of the id to the start of the text.</summary>
    private byte[] HeadOf(string type, int lane, byte[]?[] heads) => heads[lane] ??= EncodeHead(type, lane);

    private byte[] EncodeHead(string type, int lane)
    {
        var head = new ArrayBufferWriter<byte>();
        head.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(head, s_jsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("model"u8, _comparison.Request.Lanes[lane].Model);
            json.WriteNumber("lane"u8, lane);
            json.WritePropertyName("content"u8);
        }

        return head.WrittenSpan.ToArray();
    }

    private DoneEvent ToDone(LaneEnded ended) => new()
    {
        Type = "done",
        Model = _comparison.Request.Lanes[ended.Lane].Model,
        Lane = ended.Lane,
        Error = ended.State == LaneState.Failed,
        State = WireName.Of(ended.State),
        ErrorKind = ended.Failure is { } failure ? WireName.Of(failure.Kind) : null,
        Message = ended.Failure?.Message,
        TtftMs = ComparisonDocuments.Milliseconds(ended.Metrics.TimeToFirstToken),
        DurationMs = ComparisonDocuments.Milliseconds(ended.Metrics.Duration),
        InputTokens = ended.Metrics.InputTokens,
        OutputTokens = ended.Metrics.OutputTokens,
        CostUsd = ended.Metrics.CostUsd,
        FinishReason = ended.Metrics.FinishReason,
    };
}
