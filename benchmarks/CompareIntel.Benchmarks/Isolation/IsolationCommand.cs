using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Processes;

namespace CompareIntel.Benchmarks.Isolation;

/// <summary>
/// Shows that lanes run at once and don't notice each other: nine equal ones, then the same with three that hang, drop the connection
/// and send what is no JSON.
/// </summary>
internal static class IsolationCommand
{
    private const double TotalRatio = 1.05;
    private const double StartSpreadMilliseconds = 5;
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>A lane's end may move by this part of its duration between two runs before it counts as changed.</summary>
    private const double EndTolerance = 0.02;

    private static readonly string[] s_equal = ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];
    private static readonly string[] s_faulty = ["m0", "hang", "m2", "m3", "reset", "m5", "m6", "lie", "m8"];

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var rate = arguments.Number("--rate", 50, 1, 1_000);
        var seconds = arguments.Number("--seconds", 6, 1, 60);
        var web = ProductFile.Find(arguments.Text("--web"));
        arguments.RequireAllUsed();
        var options = new RigOptions(rate, seconds, web, WithFloor: false)
        {
            // The lane that hangs shall end soon after the others, not after the minute that it has as shipped.
            ProductSettings = new Dictionary<string, string> { ["Comparisons__DeltaGapTimeout"] = TimeSpan.FromSeconds(seconds).ToString() },
        };
        await using var rig = await Rig.StartAsync(options, cancellationToken);
        var deltas = rate * seconds;
        await RunAsync(s_equal, rate);
        var equal = await RunAsync(s_equal, deltas);
        var faulty = await RunAsync(s_faulty, deltas);
        await IsolationReport.WriteAsync(output, "Nine equal lanes", s_equal, equal, deltas);
        await IsolationReport.WriteAsync(output, "The same with three faults", s_faulty, faulty, deltas);

        var checks = ChecksOfEqual(equal, deltas).Concat(ChecksOfFaulty(equal, faulty, deltas)).ToArray();
        foreach (var check in checks)
        {
            await output.WriteLineAsync(check.ToString());
        }

        foreach (var fault in new[] { equal.Fault, faulty.Fault }.OfType<string>())
        {
            await error.WriteLineAsync(fault);
        }

        return checks.All(static check => check.IsReached) ? 0 : 1;

        Task<ComparisonRecord> RunAsync(string[] models, int length) =>
            rig.Product.RunAsync(models, length, TimeSpan.FromSeconds(30 + (3 * seconds)), cancellationToken);
    }

    private static IEnumerable<IsolationCheck> ChecksOfEqual(ComparisonRecord equal, int deltas)
    {
        yield return new("nine equal lanes: every text exact, no error", equal.Fault is null && equal.Lanes.All(lane => lane.IsExact(deltas)));
        var ratio = (double)equal.Duration / equal.SlowestLane;
        yield return new(FormattableString.Invariant($"total {ratio:0.0000} x slowest lane <= {TotalRatio}"), ratio <= TotalRatio);
        var spread = equal.StartSpread / NanosecondsPerMillisecond;
        yield return new(FormattableString.Invariant($"start spread {spread:0.00} ms <= {StartSpreadMilliseconds} ms"), spread <= StartSpreadMilliseconds);
    }

    private static IEnumerable<IsolationCheck> ChecksOfFaulty(ComparisonRecord equal, ComparisonRecord faulty, int deltas)
    {
        var sound = Enumerable.Range(0, s_faulty.Length).Where(static lane => s_faulty[lane] == s_equal[lane]).ToArray();
        var broken = Enumerable.Range(0, s_faulty.Length).Except(sound).ToArray();
        yield return new(
            $"with faults: the other {sound.Length} texts exact, no error",
            faulty.Fault is null && sound.All(lane => faulty.Lanes[lane].IsExact(deltas)));
        var moved = sound.Max(lane => Math.Abs(EndOf(faulty, lane) - EndOf(equal, lane)) / EndOf(equal, lane));
        yield return new(
            FormattableString.Invariant($"with faults: the others' ends moved by {moved * 100:0.00} % at most <= {EndTolerance * 100:0} %"),
            moved <= EndTolerance);
        yield return new("with faults: each faulty lane has its own end", broken.All(lane => faulty.Lanes[lane].EndedAt > 0));
    }

    private static double EndOf(ComparisonRecord comparison, int lane) => comparison.Lanes[lane].EndedAt - comparison.PostedAt;
}
