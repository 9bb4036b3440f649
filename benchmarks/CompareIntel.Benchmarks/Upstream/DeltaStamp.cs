using System.Buffers.Text;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>
/// What one delta's text says: its number within the stream, and when upstream received the request and sent the delta, both in
/// ticks of the monotonic clock that all processes of one machine share. Fixed width, so that the reader needs no separator.
/// </summary>
internal readonly record struct DeltaStamp(int Sequence, long SentAt, long RequestedAt)
{
    private const int SequenceWidth = 6;
    private const int TimeWidth = 19;

    /// <summary>Bytes (and characters) of one stamp: three numbers, each with a blank behind it.</summary>
    public const int Length = SequenceWidth + 1 + TimeWidth + 1 + TimeWidth + 1;

    public void Write(Span<byte> target)
    {
        target[..Length].Fill((byte)' ');
        Sequence.TryFormat(target, out _, "D6", provider: null);
        SentAt.TryFormat(target[(SequenceWidth + 1)..], out _, "D19", provider: null);
        RequestedAt.TryFormat(target[(SequenceWidth + TimeWidth + 2)..], out _, "D19", provider: null);
    }

    /// <summary>Reads the stamp that <paramref name="source"/> starts with. False unless every byte is as <see cref="Write"/> left it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out DeltaStamp stamp)
    {
        stamp = default;
        if (source.Length < Length
            || !TryReadNumber(source, 0, SequenceWidth, out var sequence)
            || !TryReadNumber(source, SequenceWidth + 1, TimeWidth, out var sentAt)
            || !TryReadNumber(source, SequenceWidth + TimeWidth + 2, TimeWidth, out var requestedAt))
        {
            return false;
        }

        stamp = new DeltaStamp((int)sequence, sentAt, requestedAt);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> source, int start, int width, out long value) =>
        Utf8Parser.TryParse(source.Slice(start, width), out value, out var consumed) && consumed == width && source[start + width] == ' ';
}
