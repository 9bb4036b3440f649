using System.Numerics;

namespace CompareIntel.Benchmarks.Client;

/// <summary>
/// Counts of durations in buckets that are at most 0.8 % wide, so that a value costs an increment and percentiles of millions of
/// values need 30 KB.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * SubBuckets];

    public long Count { get; private set; }

    /// <summary>Adds a duration in nanoseconds; a negative one, which only clock noise can give, counts as 0.</summary>
    public void Add(long nanoseconds)
    {
        _counts[BucketOf((ulong)Math.Max(0, nanoseconds))]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The duration in milliseconds that <paramref name="percent"/> of all are at most; NaN when there are none.</summary>
    public double PercentileMilliseconds(double percent)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return MiddleOf(bucket) / 1_000_000;
            }
        }

        return double.NaN;
    }

    private static int BucketOf(ulong value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2(value) - SubBits;
        return ((shift + 1) << SubBits) + (int)((value >> shift) - SubBuckets);
    }

    private static double MiddleOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var shift = (bucket >> SubBits) - 1;
        var low = (double)((ulong)((bucket & (SubBuckets - 1)) + SubBuckets) << shift);
        return low + ((1UL << shift) / 2.0);
    }
}
