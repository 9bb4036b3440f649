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

    /// <summary>Takes the next index. The slot stays empty until <see cref="Publish(int, ComparisonEvent)"/>.</summary>
    public int Claim() => Interlocked.Increment(ref _claimed) - 1;

    /// <summary>
    /// Fills a claimed slot. A full fence: a reader that announced itself before will be seen by whatever the caller reads next.
    /// </summary>
    public void Publish(int index, ComparisonEvent item)
    {
        if (LaneDelta.TryFrom(item, out var delta))
        {
            Publish(index, delta);
            return;
        }

        ref var slot = ref SlotAt(index);
        slot.Elapsed = item.Elapsed;
        slot.Content = item;
        Fill(ref slot, SlotKind.Event);
    }

    /// <summary>Like <see cref="Publish(int, ComparisonEvent)"/>.</summary>
    public void Publish(int index, in LaneDelta delta)
    {
        ref var slot = ref SlotAt(index);
        slot.Elapsed = delta.Elapsed;
        (slot.Content, slot.Start) = _texts.Add(delta.Text);
        slot.Length = delta.Text.Length;
        slot.Lane = delta.Lane;
        Fill(ref slot, delta.IsReasoning ? SlotKind.Reasoning : SlotKind.Text);
    }

    /// <summary>Whether there is an event at <paramref name="index"/>.</summary>
    public bool IsPublished(int index) => KindAt(index, out _, out _) != SlotKind.Empty;

    /// <summary>Gives the event at <paramref name="index"/>: the delta that it is or, when it is none, itself. False when it has not been published.</summary>
    public bool TryGet(int index, out LaneDelta delta, out ComparisonEvent? item)
    {
        var kind = KindAt(index, out var slots, out var offset);
        delta = kind is SlotKind.Text or SlotKind.Reasoning ? ToDelta(index, slots[offset], kind) : default;
        item = kind == SlotKind.Event ? (ComparisonEvent)slots[offset].Content! : null;
        return kind != SlotKind.Empty;
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

    private static LaneDelta ToDelta(int index, in Slot slot, SlotKind kind) =>
        new(slot.Lane, kind == SlotKind.Reasoning, ((char[])slot.Content!).AsSpan(slot.Start, slot.Length)) { Sequence = index + 1L, Elapsed = slot.Elapsed };

    /// <summary>What the slot at <paramref name="index"/> holds, and where it is; nowhere when it is empty.</summary>
    private SlotKind KindAt(int index, out Slot[] slots, out int offset)
    {
        (var segment, offset) = Locate(index);
        slots = Volatile.Read(ref _segments[segment]) ?? [];
        return slots.Length == 0 ? SlotKind.Empty : (SlotKind)Volatile.Read(ref slots[offset].Kind);
    }

    private ref Slot SlotAt(int index)
    {
        var (segment, offset) = Locate(index);
        return ref GetOrAddSegment(segment)[offset];
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
    }
}
