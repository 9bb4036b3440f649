using MathNet.Numerics.Distributions;

namespace CompareIntel.Core.Diagnostics.Periods;

/// <summary>How sure one can be of a share that was counted, such as an error rate.</summary>
public static class RateIntervals
{
    /// <summary>The confidence of every interval that people are shown.</summary>
    public const double Confidence = 0.95;

    /// <summary>Wilson's score interval of <paramref name="hits"/> in <paramref name="of"/>, without correction for continuity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than none, or more hits than there are.</exception>
    public static Interval Wilson(long hits, long of, double confidence = Confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(of);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, of);
        var z = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
        var (n, share) = ((double)of, (double)hits / of);
        var middle = share + (z * z / (2 * n));
        var half = z * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        var scale = 1 + (z * z / n);
        return new Interval(hits == 0 ? 0 : (middle - half) / scale, hits == of ? 1 : (middle + half) / scale);
    }

    /// <summary>
    /// The share after minus the share before: Newcombe's hybrid score interval (method 10 in Statistics in Medicine 17, 1998, 873-890), which also holds for small
    /// numbers and shares near 0.
    /// </summary>
    public static Interval Difference(long hitsBefore, long ofBefore, long hitsAfter, long ofAfter, double confidence = Confidence)
    {
        var (before, after) = (Wilson(hitsBefore, ofBefore, confidence), Wilson(hitsAfter, ofAfter, confidence));
        var (shareBefore, shareAfter) = ((double)hitsBefore / ofBefore, (double)hitsAfter / ofAfter);
        var difference = shareAfter - shareBefore;
        return new Interval(
            difference - Distance(shareAfter - after.Low, before.High - shareBefore),
            difference + Distance(after.High - shareAfter, shareBefore - before.Low));
    }

    /// <summary>How likely <paramref name="hits"/> or more in <paramref name="of"/> are when the share is <paramref name="share"/>.</summary>
    public static double UpperTail(long hits, long of, double share)
    {
        // As an incomplete beta function, which keeps its digits where one minus the other end would lose them.
        return hits <= 0 ? 1 : share <= 0 ? 0 : share >= 1 ? 1 : Beta.CDF(hits, of - hits + 1, share);
    }

    private static double Distance(double one, double other) => Math.Sqrt((one * one) + (other * other));
}
