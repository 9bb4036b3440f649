using System.Numerics;
using System.Runtime.CompilerServices;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// An append-only array that many threads append to and read from without a lock. Segment k holds 64 × 2^k slots, so an index finds its
/// slot with two shifts, nothing is ever moved, and the unused part is at most half.
/// </summary>
/// <remarks>
/// A delta is kept as a place in a block of text, not as an event object and a string: objects that stay would be moved by the garbage
/// collector, and at thousands of deltas a second every answer would stand still for that. A delta's event is made again for whoever reads it.
/// </remarks>
internal sealed class EventStore
{
    private const int FirstSegmentBits = 6;

    private readonly Slot[]?[] _segments = new Slot[]?[32 - FirstSegmentBits];
    private readonly TextArena _texts = new();
    private int _claimed;

    /// <summary>Bytes that slots and texts take, about; events other than deltas are few and not counted.</summary>
    public long ApproximateBytes => ((long)Volatile.Read(ref _claimed) * Unsafe.SizeOf<Slot>()) + _texts.AllocatedBytes;

    private enum SlotKind : byte
    {
        /// <summary>Not filled yet.</summary>
        Empty,
        Event,
        Text,
        Reasoning,
    }

    /// <summary>Takes the next index. The slot stays empty until <see cref="Publish"/>.</summary>
    public int Claim() => Interlocked.Increment(ref _claimed) - 1;

    /// <summary>
    /// Fills a claimed slot. A full fence: a reader that announced itself before will be seen by whatever the caller reads next.
    /// </summary>
    public void Publish(int index, ComparisonEvent item)
    {
        var (segment, offset) = Locate(index);
        ref var slot = ref GetOrAddSegment(segment)[offset];
        slot.Elapsed = item.Elapsed;
        switch (item)
        {
            case TextReceived text:
                FillDelta(ref slot, text, text.Text, SlotKind.Text);
                break;
            case ReasoningReceived reasoning:
                FillDelta(ref slot, reasoning, reasoning.Text, SlotKind.Reasoning);
                break;
            default:
                slot.Content = item;
                Fill(ref slot, SlotKind.Event);
                break;
        }
    }

    /// <summary>Whether there is an event at <paramref name="index"/>.</summary>
    public bool IsPublished(int index)
    {
        var (segment, offset) = Locate(index);
        return Volatile.Read(ref _segments[segment]) is { } slots && (SlotKind)Volatile.Read(ref slots[offset].Kind) != SlotKind.Empty;
    }

    /// <summary>The event at <paramref name="index"/>, or null when it has not been published.</summary>
    public ComparisonEvent? TryGet(int index)
    {
        var (segment, offset) = Locate(index);
        if (Volatile.Read(ref _segments[segment]) is not { } slots)
        {
            return null;
        }

        ref var slot = ref slots[offset];
        return (SlotKind)Volatile.Read(ref slot.Kind) switch
        {
            SlotKind.Empty => null,
            SlotKind.Event => (ComparisonEvent)slot.Content!,
            SlotKind.Text => new TextReceived(slot.Lane, slot.ReadText()) { Sequence = index + 1L, Elapsed = slot.Elapsed },
            SlotKind.Reasoning => new ReasoningReceived(slot.Lane, slot.ReadText()) { Sequence = index + 1L, Elapsed = slot.Elapsed },
            _ => throw new InvalidOperationException("A slot holds something unknown."),
        };
    }

    private static (int Segment, int Offset) Locate(int index)
    {
        var position = (uint)index + (1u << FirstSegmentBits);
        var log = BitOperations.Log2(position);
        return (log - FirstSegmentBits, (int)(position - (1u << log)));
    }

    private static void Fill(ref Slot slot, SlotKind kind)
    {
        Volatile.Write(ref slot.Kind, (int)kind);
        Interlocked.MemoryBarrier();
    }

    private void FillDelta(ref Slot slot, LaneEvent item, string text, SlotKind kind)
    {
        (slot.Content, slot.Start) = _texts.Add(text);
        slot.Length = text.Length;
        slot.Lane = item.Lane;
        Fill(ref slot, kind);
    }

    private Slot[] GetOrAddSegment(int segment)
    {
        var slots = Volatile.Read(ref _segments[segment]);
        if (slots is not null)
        {
            return slots;
        }

        var created = new Slot[1 << (segment + FirstSegmentBits)];
        return Interlocked.CompareExchange(ref _segments[segment], created, null) ?? created;
    }

    private struct Slot
    {
        /// <summary>The event, or the block that holds a delta's text.</summary>
        public object? Content;
        public TimeSpan Elapsed;
        public int Start;
        public int Length;
        public int Lane;

        /// <summary>A <see cref="SlotKind"/>, written last and read first.</summary>
        public int Kind;

        public readonly string ReadText() => new((char[])Content!, Start, Length);
    }
}
