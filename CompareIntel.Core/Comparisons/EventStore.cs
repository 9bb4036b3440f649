using System.Numerics;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// An append-only array that many threads append to and read from without a lock. Segment k holds 64 × 2^k slots, so an index finds its
/// slot with two shifts, nothing is ever moved, and the unused part is at most half.
/// </summary>
internal sealed class EventStore
{
    private const int FirstSegmentBits = 6;
    private readonly ComparisonEvent?[]?[] _segments = new ComparisonEvent?[]?[32 - FirstSegmentBits];
    private int _claimed;

    /// <summary>Takes the next index. The slot stays empty until <see cref="Publish"/>.</summary>
    public int Claim() => Interlocked.Increment(ref _claimed) - 1;

    /// <summary>
    /// Fills a claimed slot. A full fence: a reader that announced itself before will be seen by whatever the caller reads next.
    /// </summary>
    public void Publish(int index, ComparisonEvent item)
    {
        var (segment, offset) = Locate(index);
        Interlocked.Exchange(ref GetOrAddSegment(segment)[offset], item);
    }

    /// <summary>The event at <paramref name="index"/>, or null when it has not been published.</summary>
    public ComparisonEvent? TryGet(int index)
    {
        var (segment, offset) = Locate(index);
        var slots = Volatile.Read(ref _segments[segment]);
        return slots is null ? null : Volatile.Read(ref slots[offset]);
    }

    private static (int Segment, int Offset) Locate(int index)
    {
        var position = (uint)index + (1u << FirstSegmentBits);
        var log = BitOperations.Log2(position);
        return (log - FirstSegmentBits, (int)(position - (1u << log)));
    }

    private ComparisonEvent?[] GetOrAddSegment(int segment)
    {
        var slots = Volatile.Read(ref _segments[segment]);
        if (slots is not null)
        {
            return slots;
        }

        var created = new ComparisonEvent?[1 << (segment + FirstSegmentBits)];
        return Interlocked.CompareExchange(ref _segments[segment], created, null) ?? created;
    }
}
