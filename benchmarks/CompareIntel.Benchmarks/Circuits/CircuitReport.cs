using System.Globalization;
using CompareIntel.Benchmarks.Load;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>Rows as a markdown table, and what they must reach.</summary>
internal static class CircuitReport
{
    private const double DurationRatio = 1.05;
    private const double ServerCores = 1.0;
    private const double StreamingMegabytes = 2.5;
    private const double IdleMegabytes = 1.5;
    private const double LatencyP99 = 120;
    private const double StopSeconds = 1;
    private const double SlowGap = 1.5;
    private const double FullMachine = 0.9;

    private static readonly string[] s_columns =
    [
        "pages", "deltas", "cores server", "without pages", "upstream", "client", "idle MB per page", "streaming MB per page", "batches/s per page",
        "batch bytes per delta", "per character", "wire bytes per character", "gap ms p50", "p95", "byte to batch ms p50", "p99", "took/scripted",
        "stamps missing", "faults",
    ];

    public static string Header => $"| {string.Join(" | ", s_columns)} |\n|{string.Concat(Enumerable.Repeat("--:|", s_columns.Length))}";

    public static string Line(CircuitRow row)
    {
        var figures = row.Figures;
        string[] cells =
        [
            Format(figures.Load.Circuits, "0"),
            Format(figures.Load.TotalDeltas, "0"),
            Format(figures.ServerCores, "0.00"),
            Format(row.CoresWithoutPages, "0.00"),
            Format(figures.UpstreamCores, "0.00"),
            Format(figures.ClientCores, "0.00"),
            Format(row.IdleMegabytes, "0.00"),
            Format(row.StreamingMegabytes, "0.00"),
            Format(figures.BatchesPerSecond, "0.0"),
            Format(figures.BatchBytesPerDelta, "0.0"),
            Format(figures.BatchBytesPerCharacter, "0.00"),
            Format(figures.WireBytesPerCharacter, "0.00"),
            Format(figures.GapMedian, "0.0"),
            Format(figures.GapP95, "0.0"),
            Format(figures.Latency.PercentileMilliseconds(50), "0.0"),
            Format(figures.Latency.PercentileMilliseconds(99), "0.0"),
            Format(figures.DurationRatio, "0.000"),
            $"{Format(figures.StampsMissing, "0")} of {Format(figures.StampsExpected, "0")}",
            Format(figures.Faults.Count, "0"),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    /// <summary>What every row must reach and, as memory of few pages is lost in the noise, what only the largest must.</summary>
    public static IEnumerable<Bar> Bars(CircuitRow row, bool isLargest)
    {
        var figures = row.Figures;
        var name = Name(figures);
        yield return TextBar(figures);
        yield return Bar.AtMost(name, "took/scripted", figures.DurationRatio, DurationRatio);
        yield return Bar.AtMost(name, "byte to batch p99 ms", figures.Latency.PercentileMilliseconds(99), LatencyP99);
        yield return Bar.AtMost(name, "cores of the server", figures.ServerCores, ServerCores);
        if (isLargest)
        {
            yield return Bar.AtMost(name, "MB per idle page", row.IdleMegabytes ?? double.NaN, IdleMegabytes);
            yield return Bar.AtMost(name, "MB per streaming page", row.StreamingMegabytes ?? double.NaN, StreamingMegabytes);
        }
    }

    /// <summary>What must hold with twice the load that is too much.</summary>
    public static IEnumerable<Bar> OverloadBars(CircuitFigures figures)
    {
        var name = $"{Name(figures)}, overloaded";
        yield return TextBar(figures);
        yield return figures.StopTime is { } time
            ? Bar.AtMost(name, "seconds until a lane is shown as stopped", time.TotalSeconds, StopSeconds)
            : new Bar(name, IsReached: false, "a lane was not stopped");
    }

    /// <summary>Whether pages no longer get their text at its pace, or as often as with the <paramref name="first"/> load, or the machine is full.</summary>
    public static bool IsTooMuch(CircuitFigures figures, CircuitFigures first) =>
        !figures.IsWhole
        || figures.DurationRatio > DurationRatio
        || figures.GapMedian > first.GapMedian * SlowGap
        || figures.ServerCores + figures.UpstreamCores + figures.ClientCores > Environment.ProcessorCount * FullMachine;

    private static Bar TextBar(CircuitFigures figures) => new(
        Name(figures),
        figures.IsWhole,
        figures.IsWhole ? "every stamp arrived" : $"{figures.StampsMissing} stamps missing, {(figures.Faults is [var fault, ..] ? fault : "no fault")}");

    private static string Name(CircuitFigures figures) => FormattableString.Invariant($"{figures.Load.Circuits} pages");

    private static string Format(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
