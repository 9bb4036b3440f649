using System.Buffers;
using System.Text;
using System.Text.Json;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Storage;

/// <summary>
/// Consecutive events of one log as bytes, and back: the same events with the same numbers and times. A delta costs about five bytes beside its UTF-8 text.
/// </summary>
/// <remarks>
/// A version, then for each event: kind and lane (one byte for the first eight lanes), ticks since the event before, and its content. Numbers are base 128,
/// least significant first; differences of times are zigzag, because two lanes may take their times in one order and their places in the other.
/// </remarks>
internal static class EventCodec
{
    private const byte Version = 1;
    private const int KindBits = 4;
    private const uint MaxLane = int.MaxValue >> KindBits;

    private enum Kind
    {
        Text,
        Reasoning,

        /// <summary>As UTF-16: providers may cut a text between the two halves of a character.</summary>
        CutText,
        CutReasoning,
        LaneCreated,
        LaneQueued,
        AttemptStarted,
        AttemptFailed,
        LaneEnded,
        ComparisonEnded,
    }

    /// <summary>Encodes events whose numbers follow each other; those numbers are not part of the bytes.</summary>
    public static byte[] Encode(IEnumerable<ComparisonEvent> events)
    {
        var writer = new EventWriter();
        foreach (var item in events)
        {
            writer.Add(item);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/> made.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="firstSequence">Sequence number of the first event.</param>
    /// <exception cref="InvalidDataException">These are not the bytes of events, or this version of the program does not know their form.</exception>
    public static IReadOnlyList<ComparisonEvent> Decode(byte[] data, long firstSequence)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length == 0 || data[0] != Version)
        {
            throw new InvalidDataException(data.Length == 0 ? "A segment of events is empty." : $"A segment of events has the form {data[0]}, and this program knows {Version}.");
        }

        var events = new List<ComparisonEvent>(data.Length / 10);
        try
        {
            var reader = new Reader(data.AsSpan(1));
            var elapsed = 0L;
            while (!reader.IsAtEnd)
            {
                var head = reader.ReadNumber();
                elapsed += Unzigzag(reader.ReadNumber());
                if (head >> KindBits > MaxLane)
                {
                    throw new InvalidDataException("A segment of events is damaged.");
                }

                var item = Read(ref reader, (Kind)(head & ((1 << KindBits) - 1)), (int)(head >> KindBits)) ?? throw new InvalidDataException("A segment of events is damaged.");
                item.Elapsed = TimeSpan.FromTicks(elapsed);
                item.Sequence = firstSequence + events.Count;
                events.Add(item);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or OverflowException)
        {
            throw new InvalidDataException("A segment of events is damaged.", exception);
        }

        return events;
    }

    private static ComparisonEvent? Read(ref Reader reader, Kind kind, int lane) => kind switch
    {
        Kind.Text => new TextReceived(lane, reader.ReadText()),
        Kind.Reasoning => new ReasoningReceived(lane, reader.ReadText()),
        Kind.CutText => new TextReceived(lane, reader.ReadCutText()),
        Kind.CutReasoning => new ReasoningReceived(lane, reader.ReadCutText()),
        Kind.LaneCreated => new LaneCreated(lane, reader.ReadCutText()),
        Kind.LaneQueued => new LaneQueued(lane, checked((int)reader.ReadNumber())),
        Kind.AttemptStarted => new AttemptStarted(lane, checked((int)reader.ReadNumber())),
        Kind.AttemptFailed => JsonSerializer.Deserialize(reader.ReadBytes(), StorageJsonContext.Default.AttemptFailed),
        Kind.LaneEnded => JsonSerializer.Deserialize(reader.ReadBytes(), StorageJsonContext.Default.LaneEnded),
        Kind.ComparisonEnded => JsonSerializer.Deserialize(reader.ReadBytes(), StorageJsonContext.Default.ComparisonEnded),
        _ => throw new InvalidDataException($"A segment of events holds an event of the unknown kind {(int)kind}."),
    };

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static bool IsCut(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out var consumed) != OperationStatus.Done)
            {
                return true;
            }

            text = text[(at + consumed)..];
        }

        return false;
    }

    /// <summary>Encodes events one by one. Used by one thread; empty again after <see cref="ToArray"/>.</summary>
    public sealed class EventWriter
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(4 * 1024);
        private long _elapsed;

        /// <summary>Bytes so far.</summary>
        public int Length => _buffer.WrittenCount;

        public void Add(in LaneDelta delta)
        {
            Begin();
            if (IsCut(delta.Text))
            {
                WriteHead(delta.Lane, delta.Elapsed, delta.IsReasoning ? Kind.CutReasoning : Kind.CutText);
                WriteCutText(delta.Text);
                return;
            }

            WriteHead(delta.Lane, delta.Elapsed, delta.IsReasoning ? Kind.Reasoning : Kind.Text);
            var length = Encoding.UTF8.GetByteCount(delta.Text);
            WriteNumber((ulong)length);
            Encoding.UTF8.GetBytes(delta.Text, _buffer.GetSpan(length));
            _buffer.Advance(length);
        }

        public void Add(ComparisonEvent item)
        {
            if (LaneDelta.TryFrom(item, out var delta))
            {
                Add(delta);
                return;
            }

            Begin();
            switch (item)
            {
                case LaneCreated created:
                    WriteHead(item, Kind.LaneCreated);
                    WriteCutText(created.Model);
                    break;
                case LaneQueued queued:
                    WriteHead(item, Kind.LaneQueued);
                    WriteNumber((ulong)queued.Position);
                    break;
                case AttemptStarted started:
                    WriteHead(item, Kind.AttemptStarted);
                    WriteNumber((ulong)started.Attempt);
                    break;
                case AttemptFailed failed:
                    WriteHead(item, Kind.AttemptFailed);
                    WriteBytes(JsonSerializer.SerializeToUtf8Bytes(failed, StorageJsonContext.Default.AttemptFailed));
                    break;
                case LaneEnded ended:
                    WriteHead(item, Kind.LaneEnded);
                    WriteBytes(JsonSerializer.SerializeToUtf8Bytes(ended, StorageJsonContext.Default.LaneEnded));
                    break;
                case ComparisonEnded ended:
                    WriteHead(item, Kind.ComparisonEnded);
                    WriteBytes(JsonSerializer.SerializeToUtf8Bytes(ended, StorageJsonContext.Default.ComparisonEnded));
                    break;
                default:
                    throw new ArgumentException($"Unknown event {item.GetType().Name}.", nameof(item));
            }
        }

        /// <summary>All that was added.</summary>
        public byte[] ToArray()
        {
            var data = _buffer.WrittenSpan.ToArray();
            Clear();
            return data;
        }

        /// <summary>Forgets what was added.</summary>
        public void Clear()
        {
            _buffer.ResetWrittenCount();
            _elapsed = 0;
        }

        private void Begin()
        {
            if (_buffer.WrittenCount == 0)
            {
                _buffer.Write([Version]);
            }
        }

        private void WriteHead(ComparisonEvent item, Kind kind) => WriteHead((item as LaneEvent)?.Lane ?? 0, item.Elapsed, kind);

        private void WriteHead(int lane, TimeSpan elapsed, Kind kind)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lane, MaxLane, nameof(lane));
            WriteNumber(((ulong)lane << KindBits) | (uint)kind);
            WriteNumber(Zigzag(elapsed.Ticks - _elapsed));
            _elapsed = elapsed.Ticks;
        }

        private void WriteCutText(ReadOnlySpan<char> text)
        {
            WriteNumber((ulong)text.Length);
            foreach (var character in text)
            {
                WriteNumber(character);
            }
        }

        private void WriteBytes(byte[] bytes)
        {
            WriteNumber((ulong)bytes.Length);
            _buffer.Write(bytes);
        }

        private void WriteNumber(ulong value)
        {
            var span = _buffer.GetSpan(10);
            var length = 0;
            for (; value >= 0x80; value >>= 7)
            {
                span[length++] = (byte)(value | 0x80);
            }

            span[length++] = (byte)value;
            _buffer.Advance(length);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> data)
    {
        private ReadOnlySpan<byte> _rest = data;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public ulong ReadNumber()
        {
            var value = 0UL;
            for (var index = 0; index < 10 && index < _rest.Length; index++)
            {
                value |= (ulong)(_rest[index] & 0x7F) << (7 * index);
                if (_rest[index] < 0x80)
                {
                    _rest = _rest[(index + 1)..];
                    return value;
                }
            }

            throw new InvalidDataException("A segment of events breaks off.");
        }

        public ReadOnlySpan<byte> ReadBytes()
        {
            var length = ReadNumber();
            if (length > (ulong)_rest.Length)
            {
                throw new InvalidDataException("A segment of events breaks off.");
            }

            var bytes = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return bytes;
        }

        public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

        public string ReadCutText()
        {
            var length = ReadNumber();
            if (length > (ulong)_rest.Length)
            {
                throw new InvalidDataException("A segment of events breaks off.");
            }

            var text = new char[(int)length];
            for (var index = 0; index < text.Length; index++)
            {
                text[index] = (char)ReadNumber();
            }

            return new string(text);
        }
    }
}
