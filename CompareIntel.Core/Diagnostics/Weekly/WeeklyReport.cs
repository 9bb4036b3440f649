using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;

namespace CompareIntel.Core.Diagnostics.Weekly;

/// <summary>A week beside the one before.</summary>
/// <param name="Week">Which.</param>
/// <param name="IsOver">Whether nothing can be added to it any more.</param>
/// <param name="Comparison">The week before, and this one, in days.</param>
/// <param name="Anomalies">Those that lasted at some moment of it, the newest first.</param>
public sealed record WeeklyReport(IsoWeek Week, bool IsOver, PeriodComparison Comparison, IReadOnlyList<Anomaly> Anomalies)
{
    /// <summary>How lanes did in this week.</summary>
    public LaneReport Now => Comparison.After;

    /// <summary>Differences of models that chance does not explain, the worse ones first.</summary>
    public IEnumerable<(ModelDifferences Model, FigureDifference Figure)> BeyondChance => Comparison.Models
        .SelectMany(static model => model.Figures.Select(figure => (model, figure)))
        .Where(static pair => pair.figure.Verdict is DifferenceVerdict.Better or DifferenceVerdict.Worse)
        .OrderByDescending(static pair => pair.figure.Verdict);
}

/// <summary>Makes weekly reports.</summary>
public sealed class WeeklyReports(LaneHistory history, AnomalyWatch anomalies, TimeProvider timeProvider)
{
    /// <summary>The last week that is over.</summary>
    public IsoWeek Latest => IsoWeek.Of(timeProvider.GetUtcNow()).Previous;

    /// <summary>The report of a week that has begun; of the one that goes on, what there is so far.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public async Task<WeeklyReport> ReadAsync(IsoWeek week, CancellationToken cancellationToken = default)
    {
        var before = week.Previous;
        var then = await history.ReadAsync(before.From, before.To, LaneFilter.None, cancellationToken).ConfigureAwait(false);
        var now = await history.ReadAsync(week.From, week.To, TimeSpan.FromDays(1), LaneFilter.None, cancellationToken).ConfigureAwait(false);
        var lasted = await anomalies.ListAsync(week.From, week.To, cancellationToken).ConfigureAwait(false);
        return new WeeklyReport(week, timeProvider.GetUtcNow() >= week.To, PeriodComparison.Of(then, now), lasted);
    }
}
