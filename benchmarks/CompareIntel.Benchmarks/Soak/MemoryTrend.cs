namespace CompareIntel.Benchmarks.Soak;

/// <summary>The straight line through a course of memory, by least squares, and what its slope is worth.</summary>
/// <param name="Mean">Bytes.</param>
/// <param name="PerHour">The slope, in bytes per hour.</param>
/// <param name="Uncertainty">Two standard errors of the slope, in bytes per hour.</param>
/// <param name="Noise">Standard deviation of the course about the line, in bytes.</param>
internal sealed record MemoryTrend(double Mean, double PerHour, double Uncertainty, double Noise)
{
    /// <summary>Part of the mean by which memory may grow in an hour and still count as flat.</summary>
    private const double Negligible = 0.02;

    /// <summary>Whether it surely does not grow: even the steepest slope that the course allows is too small to matter.</summary>
    public bool IsFlat => PerHour + Uncertainty <= Negligible * Mean;

    /// <summary>Whether it surely grows. A course may be neither: then it was too short.</summary>
    public bool IsGrowing => PerHour - Uncertainty > Negligible * Mean;

    /// <param name="hours">Times; at least three.</param>
    /// <param name="bytes">The memory at each.</param>
    public static MemoryTrend Of(IReadOnlyList<double> hours, IReadOnlyList<double> bytes)
    {
        var (time, mean) = (hours.Average(), bytes.Average());
        var spread = hours.Sum(hour => (hour - time) * (hour - time));
        var slope = hours.Zip(bytes, (hour, value) => (hour - time) * (value - mean)).Sum() / spread;
        double[] rest = [.. hours.Zip(bytes, (hour, value) => value - mean - (slope * (hour - time)))];
        var squares = rest.Sum(static value => value * value);
        var noise = Math.Sqrt(squares / (rest.Length - 2));
        // Between two collections memory climbs, so neighbours are alike, and many samples say less than they seem to.
        var alike = squares > 0 ? Math.Clamp(rest.Skip(1).Zip(rest, static (one, other) => one * other).Sum() / squares, 0, 0.99) : 0;
        return new MemoryTrend(mean, slope, 2 * noise / Math.Sqrt(spread) * Math.Sqrt((1 + alike) / (1 - alike)), noise);
    }
}
