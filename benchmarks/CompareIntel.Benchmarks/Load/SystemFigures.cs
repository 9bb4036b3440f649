using CompareIntel.Benchmarks.Client;
using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Benchmarks.Load;

/// <summary>What one system did in one row, over all rounds. Times in milliseconds unless the name says otherwise.</summary>
internal sealed record SystemFigures
{
    private const double NanosecondsPerMillisecond = 1e6;

    public required string System { get; init; }

    public required int Lanes { get; init; }

    public required int Comparisons { get; init; }

    public required double TtftAddedP50 { get; init; }

    public required double TtftAddedP99 { get; init; }

    public required double RelayP50 { get; init; }

    public required double RelayP99 { get; init; }

    public required double TotalToSlowestMedian { get; init; }

    public required double TotalToSlowestMax { get; init; }

    public required double StartSpreadP50 { get; init; }

    public required double StartSpreadMax { get; init; }

    public required double EventsPerSecond { get; init; }

    public required double CpuSecondsPerThousandEvents { get; init; }

    public required double PeakResidentMegabytes { get; init; }

    /// <summary>The fewest over the rounds.</summary>
    public required int PeakStreams { get; init; }

    public required bool IsExact { get; init; }

    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Cores that the system, upstream and the client kept busy: near the machine's number, times say nothing any more.</summary>
    public required double ServerCores { get; init; }

    public required double UpstreamCores { get; init; }

    public required double ClientCores { get; init; }

    public static SystemFigures Of(string system, LoadRow row, int deltas, IReadOnlyList<LoadRun> runs)
    {
        var comparisons = runs.SelectMany(static run => run.Comparisons).ToArray();
        var lanes = comparisons.SelectMany(static comparison => comparison.Lanes).ToArray();
        var answered = comparisons.Where(static comparison => comparison.SlowestLane > 0).ToArray();
        var relay = new LatencyHistogram();
        Array.ForEach(comparisons, comparison => relay.Add(comparison.Relay));
        var ttftAdded = comparisons
            .SelectMany(static comparison => comparison.Lanes.Where(static lane => lane.Deltas > 0).Select(lane => TtftAdded(comparison, lane)))
            .ToArray();
        var ratios = answered.Select(static comparison => (double)comparison.Duration / comparison.SlowestLane).ToArray();
        var spreads = comparisons.Select(static comparison => comparison.StartSpread / NanosecondsPerMillisecond).ToArray();
        var seconds = runs.Sum(static run => run.Duration.TotalSeconds);
        return new SystemFigures
        {
            System = system,
            Lanes = row.Lanes,
            Comparisons = row.Comparisons,
            TtftAddedP50 = Percentile(ttftAdded, 50),
            TtftAddedP99 = Percentile(ttftAdded, 99),
            RelayP50 = relay.PercentileMilliseconds(50),
            RelayP99 = relay.PercentileMilliseconds(99),
            TotalToSlowestMedian = Percentile(ratios, 50),
            TotalToSlowestMax = Percentile(ratios, 100),
            StartSpreadP50 = Percentile(spreads, 50),
            StartSpreadMax = Percentile(spreads, 100),
            EventsPerSecond = relay.Count / seconds,
            CpuSecondsPerThousandEvents = runs.Sum(static run => run.ServerCpu.TotalSeconds) / relay.Count * 1_000,
            PeakResidentMegabytes = runs.Max(static run => run.PeakResidentBytes) / 1e6,
            PeakStreams = runs.Min(static run => run.PeakStreams),
            IsExact = lanes.All(lane => lane.HasExactText(deltas)),
            Errors = [.. comparisons.Select(static comparison => comparison.Fault).Concat(lanes.Select(LaneError)).OfType<string>()],
            ServerCores = runs.Sum(static run => run.ServerCpu.TotalSeconds) / seconds,
            UpstreamCores = runs.Sum(static run => run.UpstreamCpu.TotalSeconds) / seconds,
            ClientCores = runs.Sum(static run => run.ClientCpu.TotalSeconds) / seconds,
        };
    }

    private static string? LaneError(LaneRecord lane) => lane.Error ?? (lane.EndedAt == 0 ? "a lane without an end" : null);

    private static double TtftAdded(ComparisonRecord comparison, LaneRecord lane) =>
        (lane.FirstTextAt - comparison.PostedAt - (lane.FirstSentAt - lane.RequestedAt)) / NanosecondsPerMillisecond;

    private static double Percentile(double[] values, double percent) => ModelStatistic.Percentile(values, percent) ?? double.NaN;
}
