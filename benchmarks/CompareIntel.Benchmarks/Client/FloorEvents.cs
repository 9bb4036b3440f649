using System.Buffers.Text;
using System.Text.Json;

namespace CompareIntel.Benchmarks.Client;

/// <summary>The floor's events: the upstream's chunks, told apart by <c>model</c>, whose number is the lane.</summary>
internal static class FloorEvents
{
    /// <summary>Depth of the properties of <c>choices[0].delta</c>.</summary>
    private const int DeltaDepth = 4;

    public static StreamEvent Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var lane = -1;
        ReadOnlySpan<byte> content = default;
        var isFinished = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 1 && reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                lane = Utf8Parser.TryParse(reader.ValueSpan[1..], out int number, out _) ? number : -1;
            }
            else if (reader.CurrentDepth == DeltaDepth && reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                content = reader.ValueSpan;
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                isFinished = reader.TokenType == JsonTokenType.String;
            }
        }

        return !content.IsEmpty ? new(StreamEventKind.Text, lane, content)
            : isFinished ? new(StreamEventKind.LaneDone, lane)
            : new(StreamEventKind.Other);
    }
}
