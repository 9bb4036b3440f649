using System.Globalization;

namespace CompareIntel.Benchmarks.Load;

/// <summary>Rows as a markdown table, a line per system, the product's with its ratios to the floor.</summary>
internal static class LoadReport
{
    private static readonly string[] s_columns =
    [
        "lanes x comparisons", "system", "TTFT added ms p50", "p99", "relay ms p50", "p99", "total/slowest median", "max",
        "start spread ms p50", "max", "events/s", "CPU s per 1,000", "peak RSS MB", "streams", "exact", "errors",
        "cores server + upstream + client", "ours/floor: CPU", "relay p50", "relay p99",
    ];

    public static string Header =>
        $"| {string.Join(" | ", s_columns)} |\n|---|---|{string.Concat(Enumerable.Repeat("--:|", s_columns.Length - 2))}";

    public static IEnumerable<string> Lines(RowFigures figures)
    {
        if (figures.Floor is { } floor)
        {
            yield return Line(figures.Row, floor, ratios: ["", "", ""]);
        }

        yield return Line(figures.Row, figures.Product, RatiosOf(figures));
    }

    private static string[] RatiosOf(RowFigures figures) => figures.Floor is { } floor
        ?
        [
            Ratio(figures.Product.CpuSecondsPerThousandEvents, floor.CpuSecondsPerThousandEvents),
            Ratio(figures.Product.RelayP50, floor.RelayP50),
            Ratio(figures.Product.RelayP99, floor.RelayP99),
        ]
        : ["", "", ""];

    private static string Ratio(double ours, double floor) => Format(ours / floor, "0.00");

    private static string Line(LoadRow row, SystemFigures figures, string[] ratios)
    {
        string[] cells =
        [
            row.ToString(),
            figures.System,
            Format(figures.TtftAddedP50, "0.0"),
            Format(figures.TtftAddedP99, "0.0"),
            Format(figures.RelayP50, "0.00"),
            Format(figures.RelayP99, "0.00"),
            Format(figures.TotalToSlowestMedian, "0.0000"),
            Format(figures.TotalToSlowestMax, "0.0000"),
            Format(figures.StartSpreadP50, "0.00"),
            Format(figures.StartSpreadMax, "0.00"),
            Format(figures.EventsPerSecond, "0"),
            Format(figures.CpuSecondsPerThousandEvents, "0.0000"),
            Format(figures.PeakResidentMegabytes, "0"),
            Format(figures.PeakStreams, "0"),
            figures.IsExact ? "yes" : "NO",
            Format(figures.Errors.Count, "0"),
            $"{Format(figures.ServerCores, "0.00")} + {Format(figures.UpstreamCores, "0.00")} + {Format(figures.ClientCores, "0.00")}",
            .. ratios,
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
