using System.Text.Json;

namespace CompareIntel.Benchmarks.Client;

/// <summary>The product's events: one flat object each, told apart by <c>type</c>.</summary>
internal static class ProductEvents
{
    public static StreamEvent Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var lane = -1;
        var failed = false;
        ReadOnlySpan<byte> type = default;
        ReadOnlySpan<byte> content = default;
        ReadOnlySpan<byte> errorKind = default;
        ReadOnlySpan<byte> message = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("type"u8))
            {
                type = reader.ValueSpan;
            }
            else if (name.SequenceEqual("lane"u8))
            {
                lane = reader.GetInt32();
            }
            else if (name.SequenceEqual("content"u8))
            {
                content = reader.ValueSpan;
            }
            else if (name.SequenceEqual("error"u8))
            {
                failed = reader.TokenType == JsonTokenType.True;
            }
            else if (name.SequenceEqual("error_kind"u8))
            {
                errorKind = reader.ValueSpan;
            }
            else if (name.SequenceEqual("message"u8))
            {
                message = reader.ValueSpan;
            }

            reader.Skip();
        }

        return type switch
        {
            _ when type.SequenceEqual("chunk"u8) => new(StreamEventKind.Text, lane, content),
            _ when type.SequenceEqual("done"u8) => failed ? new(StreamEventKind.LaneFailed, lane, errorKind) : new(StreamEventKind.LaneDone, lane),
            _ when type.SequenceEqual("error"u8) => new(StreamEventKind.Fault, text: message),
            _ => new(StreamEventKind.Other),
        };
    }
}
