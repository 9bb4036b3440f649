using System.Globalization;
using CompareIntel.Core.Verification;

namespace CompareIntel.Core.Administration;

/// <summary>One figure of a report beside the same figure of those before it.</summary>
/// <param name="Check">The run that it was measured in.</param>
/// <param name="Figure">What it is, in words.</param>
/// <param name="Now">Milliseconds.</param>
/// <param name="Last">Milliseconds in the report before.</param>
/// <param name="Limit">Above this it is slower beyond noise; milliseconds.</param>
public sealed record TrendFigure(string Check, string Figure, double Now, double Last, double Limit)
{
    /// <summary>Whether it got slower by more than it varies by itself.</summary>
    public bool IsSlower => Now > Limit;
}

/// <summary>
/// A report beside earlier ones of the same server and models. Noise is taken from those: a figure is slower when it is more than three scaled median absolute
/// deviations above their median (Hampel's rule; 1.4826 makes the deviation that of a normal distribution). With fewer than <see cref="FewReports"/> of them
/// nothing is known of the noise, and a quarter of the last value and 250 ms above it are allowed.
/// </summary>
public sealed record ReportTrend
{
    /// <summary>From so many earlier reports on, their own spread says what noise is.</summary>
    public const int FewReports = 5;

    /// <summary>Earlier reports that are looked at, at most.</summary>
    public const int MostReports = 20;

    private const double Deviations = 3 * 1.4826;
    private const double AllowedShare = 0.25;
    private const double AllowedMs = 250;

    // A server whose figures hardly vary is not slow for a few milliseconds.
    private const double LeastShare = 0.05;
    private const double LeastMs = 50;

    /// <summary>How many earlier reports there were to compare with.</summary>
    public required int Earlier { get; init; }

    public required IReadOnlyList<TrendFigure> Figures { get; init; }

    /// <summary>Share of all answers that failed, 0 to 1; null without answers.</summary>
    public required double? ErrorRate { get; init; }

    /// <summary>The same in the report before; null without one.</summary>
    public required double? LastErrorRate { get; init; }

    public bool IsErrorRateUp => ErrorRate > LastErrorRate;

    /// <summary>Compares it with those before it.</summary>
    /// <param name="report">The new one.</param>
    /// <param name="earlier">The newest first; those of other servers or models are left out.</param>
    public static ReportTrend Of(VerificationReport report, IEnumerable<VerificationReport> earlier)
    {
        VerificationReport[] same = [.. earlier.Where(other => other.Server == report.Server && other.Models.SequenceEqual(report.Models)).Take(MostReports)];
        var figures = from run in report.Runs
                      from figure in FiguresOf(run)
                      let before = same.SelectMany(static other => other.Runs).Where(other => other.Check == run.Check)
                          .SelectMany(FiguresOf).Where(other => other.Name == figure.Name).Select(static other => other.Value).ToArray()
                      where before.Length > 0
                      select new TrendFigure(run.Check, figure.Name, figure.Value, before[0], LimitOf(before));
        return new ReportTrend { Earlier = same.Length, Figures = [.. figures], ErrorRate = ErrorRateOf(report), LastErrorRate = same.Length > 0 ? ErrorRateOf(same[0]) : null };
    }

    /// <summary>Judges the error rate, which must not be up; null without an earlier report to compare with.</summary>
    public ReleaseCheck? ToErrorRateCheck() => LastErrorRate is { } last && ErrorRate is { } now
        ? new ReleaseCheck(
            "error-rate",
            CheckLevel.Must,
            IsErrorRateUp ? CheckOutcome.Failed : CheckOutcome.Passed,
            string.Create(CultureInfo.InvariantCulture, $"{100 * now:0.##} % of the answers failed, {100 * last:0.##} % in the report before"),
            0)
        : null;

    private static IEnumerable<(string Name, double Value)> FiguresOf(CheckedRun run)
    {
        yield return ("total", run.TotalMs);
        var texts = run.Lanes.Select(static lane => lane.ServerTtftMs).OfType<double>().ToArray();
        if (texts.Length > 0)
        {
            yield return ("median time to first token", MedianOf(texts));
        }

        if (run.StartSpreadMs is { } spread)
        {
            yield return ("start spread", spread);
        }
    }

    private static double LimitOf(double[] before)
    {
        if (before.Length < FewReports)
        {
            return (before[0] * (1 + AllowedShare)) + AllowedMs;
        }

        var median = MedianOf(before);
        var deviation = MedianOf([.. before.Select(value => Math.Abs(value - median))]);
        return median + Math.Max(Deviations * deviation, Math.Max(LeastShare * median, LeastMs));
    }

    private static double? ErrorRateOf(VerificationReport report)
    {
        var lanes = report.Runs.SelectMany(static run => run.Lanes).ToArray();
        return lanes.Length > 0 ? (double)lanes.Count(static lane => !lane.IsAnswered) / lanes.Length : null;
    }

    private static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
