using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;

namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>A model's last hour held against its own days before.</summary>
/// <param name="IsOut">Whether it is outside of its range.</param>
/// <param name="IsBack">Whether one that was outside is back. It takes more to be back than to be no longer outside, so that nothing goes on and off at the limit.</param>
/// <param name="Value">The last hour: milliseconds, or a share from 0 to 1.</param>
/// <param name="Usual">The days before, in the same unit.</param>
/// <param name="Limit">Above this it is outside, in the same unit.</param>
/// <param name="Lanes">Lanes of the last hour.</param>
internal sealed record AnomalyJudgement(bool IsOut, bool IsBack, double Value, double Usual, double Limit, long Lanes);

/// <summary>When a model is outside of its own recent range. Faster or fewer errors than usual is never outside.</summary>
internal static class AnomalyRules
{
    /// <summary>The hours before the last one that a model is held against.</summary>
    public static readonly TimeSpan Baseline = TimeSpan.FromDays(14);

    /// <summary>The time that is looked at.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <summary>Lanes of the last hour that it takes to call a model outside.</summary>
    public const int LeastLanes = 10;

    /// <summary>With fewer lanes in the last hour than this nothing is said at all.</summary>
    public const int FewLanes = 5;

    /// <summary>Of those, failures that it takes.</summary>
    public const int LeastFailures = 3;

    /// <summary>Lanes before that it takes to know the usual error rate.</summary>
    public const int LeastBaselineLanes = 50;

    /// <summary>Hours before that it takes to know the usual time to first token.</summary>
    public const int LeastBaselineHours = 12;

    /// <summary>An hour with fewer times to first token than this has no median worth the name.</summary>
    public const int LeastLanesOfAnHour = 3;

    // Four scaled median absolute deviations; 1.4826 makes one that of a normal distribution.
    private const double Deviations = 4 * 1.4826;

    // A model that hardly varies is not slow for a few milliseconds.
    private const double LeastShare = 0.3;
    private const double LeastMs = 250;

    // Once looked at each minute, an hour's window is new about once an hour: so likely is a false alarm of a model in that time.
    private const double OutLikelihood = 1e-5;
    private const double BackLikelihood = 0.01;
    private const double BackPart = 0.75;

    /// <summary>
    /// The median of the last hour against the medians of the hours before: outside above their median plus the largest of four scaled median absolute deviations,
    /// 30 % and 250 ms; back within three quarters of that.
    /// </summary>
    /// <param name="recent">Times to first token of the last hour.</param>
    /// <param name="hourMedians">Medians of the hours before, in milliseconds.</param>
    /// <returns>Null when there is too little to judge.</returns>
    public static AnomalyJudgement? JudgeTtft(LatencySketch recent, IReadOnlyList<double> hourMedians)
    {
        if (recent.Count < FewLanes || hourMedians.Count < LeastBaselineHours)
        {
            return null;
        }

        var usual = MedianOf(hourMedians);
        var deviation = MedianOf([.. hourMedians.Select(median => Math.Abs(median - usual))]);
        var room = Math.Max(Deviations * deviation, Math.Max(LeastShare * usual, LeastMs));
        var value = recent.Quantile(0.5)!.Value;
        return new AnomalyJudgement(recent.Count >= LeastLanes && value > usual + room, value <= usual + (BackPart * room), value, usual, usual + room, recent.Count);
    }

    /// <summary>
    /// The failures of the last hour against the error rate before, taken at the upper end of its 95 % interval (Wilson): outside when so many or more would come
    /// less than once in 100,000 such hours (binomial tail), and at least three; back when they would come more than once in 100.
    /// </summary>
    /// <returns>Null when there is too little to judge.</returns>
    public static AnomalyJudgement? JudgeErrors(long failed, long judged, long failedBefore, long judgedBefore)
    {
        if (judged < FewLanes || judgedBefore < LeastBaselineLanes)
        {
            return null;
        }

        var share = RateIntervals.Wilson(failedBefore, judgedBefore).High;
        var likelihood = RateIntervals.UpperTail(failed, judged, share);
        var isOut = judged >= LeastLanes && failed >= LeastFailures && likelihood < OutLikelihood;
        return new AnomalyJudgement(isOut, likelihood > BackLikelihood, (double)failed / judged, (double)failedBefore / judgedBefore, LimitOf(judged, share), judged);
    }

    /// <summary>The largest share of so many lanes that is still inside.</summary>
    private static double LimitOf(long judged, double share)
    {
        // Halved until the first number of failures that is outside is found.
        var (inside, outside) = (LeastFailures - 1L, judged + 1);
        while (outside - inside > 1)
        {
            var middle = inside + ((outside - inside) / 2);
            (inside, outside) = RateIntervals.UpperTail(middle, judged, share) < OutLikelihood ? (inside, middle) : (middle, outside);
        }

        return (double)Math.Min(inside, judged) / judged;
    }

    private static double MedianOf(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
