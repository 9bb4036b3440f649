namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>
/// Many times in little room: how many lie in each of a fixed row of ranges, each 2 % wider than the one before, so that every quantile is within 1 % of the
/// exact one, and sketches add up to the sketch of all (the mapping of DDSketch: Masson, Rim, Lee, PVLDB 12, 2019). Not thread-safe.
/// </summary>
public sealed class LatencySketch
{
    /// <summary>How far a quantile may be from the exact one, as a share of it.</summary>
    public const double RelativeError = 0.01;

    private const byte Version = 1;
    private const double Growth = (1 + RelativeError) / (1 - RelativeError);

    // From a tenth of a millisecond to twelve days. What is outside counts as the nearest end.
    private const double Least = 0.1;
    private const int Ranges = 1_152;
    private static readonly double s_logGrowth = Math.Log(Growth);

    private long[]? _counts;

    /// <summary>How many times were added.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of all, as the sketch has them, in milliseconds.</summary>
    public double Sum => _counts is null ? 0 : _counts.Select(static (count, range) => count * ValueOf(range)).Sum();

    /// <param name="milliseconds">What is not a number is not counted.</param>
    public void Add(double milliseconds)
    {
        if (!double.IsNaN(milliseconds))
        {
            Add(RangeOf(milliseconds), 1);
        }
    }

    public void Add(LatencySketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var range = 0; range < (other._counts?.Length ?? 0); range++)
        {
            if (other._counts![range] > 0)
            {
                Add(range, other._counts[range]);
            }
        }
    }

    /// <summary>Adds what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="InvalidDataException">These are not its bytes.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (bytes[0] != Version)
        {
            throw new InvalidDataException($"A sketch of times has the form {bytes[0]}, and this program knows {Version}.");
        }

        bytes = bytes[1..];
        var range = -1L;
        while (!bytes.IsEmpty)
        {
            range += ReadNumber(ref bytes);
            var count = ReadNumber(ref bytes);
            if (range is < 0 or >= Ranges || count <= 0)
            {
                throw new InvalidDataException("A sketch of times is damaged.");
            }

            Add((int)range, count);
        }
    }

    /// <summary>Empty when there are no times.</summary>
    public byte[] ToBytes()
    {
        if (_counts is null)
        {
            return [];
        }

        var bytes = new List<byte>(64) { Version };
        var last = -1;
        for (var range = 0; range < _counts.Length; range++)
        {
            if (_counts[range] > 0)
            {
                WriteNumber(bytes, range - last);
                WriteNumber(bytes, _counts[range]);
                last = range;
            }
        }

        return [.. bytes];
    }

    /// <summary>The time that this share of all times is at most as long as (nearest rank), in milliseconds; null without times.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Count == 0 ? null : Ranked([Math.Max(1, (long)Math.Ceiling(share * Count))])[0];
    }

    /// <summary>The times with these places, 1 for the shortest, in milliseconds. Places must rise.</summary>
    internal double[] Ranked(IReadOnlyList<long> places)
    {
        var values = new double[places.Count];
        var (range, passed) = (-1, 0L);
        for (var index = 0; index < values.Length; index++)
        {
            while (passed < places[index] && range + 1 < (_counts?.Length ?? 0))
            {
                passed += _counts![++range];
            }

            values[index] = ValueOf(range);
        }

        return values;
    }

    private static int RangeOf(double milliseconds) =>
        milliseconds <= Least ? 0 : (int)Math.Min(Ranges - 1, Math.Ceiling(Math.Log(milliseconds / Least) / s_logGrowth));

    private static double ValueOf(int range) => range <= 0 ? Least : Least * Math.Pow(Growth, range) * 2 / (Growth + 1);

    private void Add(int range, long count)
    {
        _counts ??= new long[Ranges];
        _counts[range] += count;
        Count += count;
    }

    private static void WriteNumber(List<byte> bytes, long value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }

    private static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        for (var index = 0; index < 9 && index < bytes.Length; index++)
        {
            value |= (long)(bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] < 0x80)
            {
                bytes = bytes[(index + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("A sketch of times breaks off.");
    }
}
