namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>How a series is drawn. Lines differ in more than their colour.</summary>
public enum ChartMark
{
    /// <summary>Bars that stand upon those of the series before.</summary>
    Bar,

    /// <summary>A line that breaks where nothing is known.</summary>
    Line,
}

/// <summary>What a chart shows of one thing.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Look">The class that gives colour and dashes.</param>
/// <param name="Mark">How it is drawn.</param>
/// <param name="Values">One for each piece of the time; null where nothing is known.</param>
public sealed record ChartSeries(string Name, string Look, ChartMark Mark, IReadOnlyList<double?> Values);
