using CompareIntel.Core.Diagnostics.Samples;

namespace CompareIntel.Core.Diagnostics.Periods;

/// <summary>Two times, or two releases, beside each other.</summary>
/// <param name="Before">How lanes did before.</param>
/// <param name="After">How they did after.</param>
/// <param name="All">All lanes together.</param>
/// <param name="Models">By model, those that either has.</param>
public sealed record PeriodComparison(LaneReport Before, LaneReport After, IReadOnlyList<FigureDifference> All, IReadOnlyList<ModelDifferences> Models)
{
    /// <summary>Lanes of each side that a rate needs at least.</summary>
    public const int LeastLanes = 20;

    public static PeriodComparison Of(LaneReport before, LaneReport after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var was = before.Models.ToDictionary(static model => (model.Provider, model.Model), static model => model.Figures);
        var now = after.Models.ToDictionary(static model => (model.Provider, model.Model), static model => model.Figures);
        var models = was.Keys.Union(now.Keys)
            .Where(static key => key.Model.Length > 0)
            .OrderBy(static key => key.Model, StringComparer.Ordinal).ThenBy(static key => key.Provider, StringComparer.Ordinal)
            .Select(key => new ModelDifferences(key.Provider, key.Model, Of(was.GetValueOrDefault(key) ?? new LaneFigures(), now.GetValueOrDefault(key) ?? new LaneFigures())));
        return new PeriodComparison(before, after, Of(before.All, after.All), [.. models]);
    }

    /// <summary>Every figure of lanes before and after.</summary>
    public static IReadOnlyList<FigureDifference> Of(LaneFigures before, LaneFigures after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var hasRates = before.Judged >= LeastLanes && after.Judged >= LeastLanes;
        return
        [
            new FigureDifference(ComparedFigure.ErrorRate, before.ErrorRate, after.ErrorRate, before.Judged, after.Judged, hasRates ? RateIntervals.Difference(before.Failed, before.Judged, after.Failed, after.Judged) : null),
            OfTimes(ComparedFigure.TtftMedian, before.Ttft, after.Ttft, 0.5),
            OfTimes(ComparedFigure.Ttft95, before.Ttft, after.Ttft, 0.95),
            OfTimes(ComparedFigure.DurationMedian, before.Duration, after.Duration, 0.5),
            OfTimes(ComparedFigure.Duration95, before.Duration, after.Duration, 0.95),
        ];
    }

    private static FigureDifference OfTimes(ComparedFigure figure, LatencySketch before, LatencySketch after, double quantile)
    {
        var least = QuantileBootstrap.LeastCount(quantile);
        var (was, now) = (before.Quantile(quantile), after.Quantile(quantile));
        if (before.Count < least || after.Count < least)
        {
            return new FigureDifference(figure, was, now, before.Count, after.Count, null);
        }

        // Sketches leave each of the two open by their error, which no resampling shows.
        var open = LatencySketch.RelativeError * (was!.Value + now!.Value);
        var range = QuantileBootstrap.Difference(before, after, quantile);
        return new FigureDifference(figure, was, now, before.Count, after.Count, new Interval(range.Low - open, range.High + open));
    }
}

/// <summary>One model before and after.</summary>
/// <param name="Provider">Empty where it is not known.</param>
/// <param name="Model">Its id.</param>
/// <param name="Figures">Every figure.</param>
public sealed record ModelDifferences(string Provider, string Model, IReadOnlyList<FigureDifference> Figures);
