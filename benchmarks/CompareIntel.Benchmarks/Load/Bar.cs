using System.Globalization;

namespace CompareIntel.Benchmarks.Load;

/// <summary>One thing that the product must reach in one row of a report.</summary>
internal sealed record Bar(string Row, bool IsReached, string Text)
{
    private const double CpuRatio = 1.4;
    private const double RelayMedianAddedMilliseconds = 1;
    private const double RelayTailRatio = 1.5;
    private const double TotalAdded = 0.01;

    /// <summary>The row that must have all its streams open at once.</summary>
    private static readonly LoadRow s_crowd = new(Lanes: 9, Comparisons: 50);

    public override string ToString() => $"{(IsReached ? "pass" : "FAIL")} {Row}: {Text}";

    public static IEnumerable<Bar> Of(RowFigures figures)
    {
        var product = figures.Product;
        var name = figures.Row.ToString();
        yield return new Bar(
            name,
            product.IsExact && product.Errors.Count == 0,
            $"text {(product.IsExact ? "exact" : "NOT EXACT")}, {product.Errors.Count} errors");
        if (figures.Row == s_crowd)
        {
            var streams = s_crowd.Lanes * s_crowd.Comparisons;
            yield return new Bar(
                name,
                product.PeakStreams == streams,
                $"{product.PeakStreams} streams open at once, of {streams}");
        }

        if (figures.Floor is not { } floor)
        {
            yield break;
        }

        yield return AtMost(name, "CPU s per 1,000 events", product.CpuSecondsPerThousandEvents, floor.CpuSecondsPerThousandEvents * CpuRatio, $"{CpuRatio} x floor");
        yield return AtMost(name, "relay p50 ms", product.RelayP50, floor.RelayP50 + RelayMedianAddedMilliseconds, $"floor + {RelayMedianAddedMilliseconds}");
        yield return AtMost(name, "relay p99 ms", product.RelayP99, floor.RelayP99 * RelayTailRatio, $"{RelayTailRatio} x floor");
        yield return AtMost(name, "total/slowest", product.TotalToSlowestMedian, floor.TotalToSlowestMedian + TotalAdded, $"floor + {TotalAdded}");
    }

    /// <summary>A value that has a fixed limit; one that could not be measured misses it.</summary>
    public static Bar AtMost(string row, string what, double value, double limit) =>
        new(row, value <= limit, string.Create(CultureInfo.InvariantCulture, $"{what} {value:0.####} <= {limit:0.####}"));

    private static Bar AtMost(string row, string what, double value, double limit, FormattableString rule) =>
        new(row, value <= limit, string.Create(CultureInfo.InvariantCulture, $"{what} {value:0.####} <= {limit:0.####} ({rule})"));
}
