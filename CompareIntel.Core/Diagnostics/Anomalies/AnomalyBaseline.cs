using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>What is usual for one model.</summary>
/// <param name="HourMedians">Medians of the time to first token of the hours that have enough of them, in milliseconds.</param>
/// <param name="Failed">Lanes that failed.</param>
/// <param name="Judged">Lanes that finished or failed.</param>
internal sealed record AnomalyBaseline(IReadOnlyList<double> HourMedians, long Failed, long Judged)
{
    public static readonly AnomalyBaseline None = new([], 0, 0);

    /// <summary>By provider and model.</summary>
    public static Dictionary<(string Provider, string Model), AnomalyBaseline> Of(IEnumerable<StoredLaneHour> hours) => hours
        .GroupBy(static hour => (hour.Provider, hour.Model))
        .ToDictionary(static group => group.Key, static group => Of(group.GroupBy(static hour => hour.Hour).Select(FiguresOf).ToList()));

    private static AnomalyBaseline Of(List<LaneFigures> hours) => new(
        [.. hours.Where(static hour => hour.Ttft.Count >= AnomalyRules.LeastLanesOfAnHour).Select(static hour => hour.Ttft.Quantile(0.5)!.Value)],
        hours.Sum(static hour => hour.Failed),
        hours.Sum(static hour => hour.Judged));

    private static LaneFigures FiguresOf(IEnumerable<StoredLaneHour> rows)
    {
        // Two releases may have run within one hour.
        var figures = new LaneFigures();
        foreach (var row in rows)
        {
            figures.Add(row);
        }

        return figures;
    }
}
