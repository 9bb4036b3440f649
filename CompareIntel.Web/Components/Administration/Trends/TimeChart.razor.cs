using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>Draws values over time.</summary>
public sealed partial class TimeChart
{
    // Labels nearer to an end would stand over it.
    private const double EdgePercent = 4;
    private const double BarPart = 0.76;

    private ChartScale _scale = null!;
    private List<(string Look, double X, double Width, double Y, double Height)> _bars = [];
    private List<(string Look, string Path)> _lines = [];
    private string _summary = "";
    private bool _isEmpty;
    private int _count;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Of the values; empty for counts.</summary>
    [Parameter]
    public string Unit { get; set; } = "";

    [Parameter, EditorRequired]
    public DateTimeOffset From { get; set; }

    /// <summary>Width of a piece.</summary>
    [Parameter, EditorRequired]
    public TimeSpan Step { get; set; }

    /// <summary>All with as many values.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Marks of the time axis.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<(DateTimeOffset At, string Label)> Ticks { get; set; } = [];

    /// <summary>Writes a value of the axis.</summary>
    [Parameter]
    public Func<double, string> Format { get; set; } = static value => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Writes a value with its unit.</summary>
    [Parameter, EditorRequired]
    public Func<double, string> Describe { get; set; } = null!;

    /// <summary>Whether values are whole numbers.</summary>
    [Parameter]
    public bool IsWhole { get; set; }

    protected override void OnParametersSet()
    {
        _count = Series.Count == 0 ? 0 : Series[0].Values.Count;
        var stacked = Enumerable.Range(0, _count).Select(index => Series.Where(static series => series.Mark == ChartMark.Bar).Sum(series => series.Values[index] ?? 0));
        var lines = Series.Where(static series => series.Mark == ChartMark.Line).SelectMany(static series => series.Values).OfType<double>();
        _isEmpty = _count == 0 || !(stacked.Any(static value => value > 0) || lines.Any());
        _scale = ChartScale.Of(stacked.Concat(lines).DefaultIfEmpty(0).Max(), IsWhole);
        _bars = [.. BarsOf()];
        _lines = [.. Series.Where(static series => series.Mark == ChartMark.Line).Select(series => (series.Look, PathOf(series.Values)))];
        _summary = $"{Title}. " + (_isEmpty ? "Nothing in this time." : string.Join(" ", Series.Select(SummaryOf)));
    }

    private IEnumerable<(string Look, double X, double Width, double Y, double Height)> BarsOf()
    {
        for (var index = 0; index < _count; index++)
        {
            var below = 0d;
            foreach (var series in Series.Where(static series => series.Mark == ChartMark.Bar))
            {
                if (series.Values[index] is > 0 and var value)
                {
                    below += value;
                    yield return (series.Look, (index + ((1 - BarPart) / 2)) * 100 / _count, 100 * BarPart / _count, 100 * (1 - (below / _scale.Top)), 100 * value / _scale.Top);
                }
            }
        }
    }

    private string PathOf(IReadOnlyList<double?> values)
    {
        var path = new StringBuilder();
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] is not { } value)
            {
                continue;
            }

            var isStart = index == 0 || values[index - 1] is null;
            path.Append(CultureInfo.InvariantCulture, $"{(isStart ? 'M' : 'L')}{(index + 0.5) * 100 / values.Count:0.##} {100 * (1 - (value / _scale.Top)):0.##}");
            if (isStart && (index + 1 == values.Count || values[index + 1] is null))
            {
                // A line to where it is already: its round ends make a dot.
                path.Append("h0");
            }
        }

        return path.ToString();
    }

    private string SummaryOf(ChartSeries series)
    {
        var known = series.Values.OfType<double>().ToList();
        return known.Count == 0
            ? $"{series.Name}: nothing."
            : $"{series.Name}: from {Describe(known.Min())} to {Describe(known.Max())}, last {Describe(known[^1])}.";
    }

    private string DescribePiece(int index)
    {
        var from = From + (index * Step);
        var values = Series.Select(series => $"{series.Name} {(series.Values[index] is { } value ? Describe(value) : "none")}");
        return string.Create(CultureInfo.InvariantCulture, $"{from:MM-dd HH:mm} to {from + Step:HH:mm} UTC\n{string.Join('\n', values)}");
    }

    private bool IsWithin((DateTimeOffset At, string Label) tick) => PercentOf(tick.At) is >= EdgePercent and <= 100 - EdgePercent;

    private double PercentOf(DateTimeOffset at) => 100 * ((at - From) / (Math.Max(1, _count) * Step));

    private string XOf(DateTimeOffset at) => Number(PercentOf(at));

    private string YOf(double value) => Number(100 * (1 - (value / _scale.Top)));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
