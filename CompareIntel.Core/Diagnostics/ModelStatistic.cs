namespace CompareIntel.Core.Diagnostics;

/// <summary>How one model did since counting began. Times in milliseconds; the recent ones are over at most the last 200 answers.</summary>
public sealed record ModelStatistic
{
    /// <summary>Lanes that finished.</summary>
    public long Successes { get; init; }

    /// <summary>Lanes that failed.</summary>
    public long Failures { get; init; }

    /// <summary>What the last failure said, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When a lane last finished, UTC.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Times to first token, oldest first, in milliseconds.</summary>
    public IReadOnlyList<double> RecentTimesToFirstToken { get; init; } = [];

    /// <summary>Durations, oldest first, in milliseconds.</summary>
    public IReadOnlyList<double> RecentDurations { get; init; } = [];

    /// <summary>
    /// The <paramref name="percentile"/> (0 to 100) of <paramref name="values"/> by the nearest-rank method; null when there are none.
    /// </summary>
    public static double? Percentile(IReadOnlyList<double> values, double percentile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percentile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentile, 100);
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(percentile / 100 * sorted.Length) - 1)];
    }
}
