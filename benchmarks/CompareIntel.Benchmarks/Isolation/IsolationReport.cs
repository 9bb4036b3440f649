using System.Globalization;
using CompareIntel.Benchmarks.Client;

namespace CompareIntel.Benchmarks.Isolation;

/// <summary>A comparison's lanes as a markdown table.</summary>
internal static class IsolationReport
{
    private const double NanosecondsPerMillisecond = 1e6;

    public static async Task WriteAsync(TextWriter output, string title, string[] models, ComparisonRecord comparison, int deltas)
    {
        await output.WriteLineAsync($"## {title}\n");
        await output.WriteLineAsync("| lane | model | request ms | first text ms | end ms | upstream ms | deltas | text | ended |");
        await output.WriteLineAsync("|--:|---|--:|--:|--:|--:|--:|---|---|");
        for (var index = 0; index < models.Length; index++)
        {
            var lane = comparison.Lanes[index];
            var text = lane.HasExactText(deltas) ? "exact" : "not whole";
            var end = lane.EndedAt == 0 ? "never" : lane.Error ?? "finished";
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {index} | {models[index]} | {Since(lane.RequestedAt)} | {Since(lane.FirstTextAt)} | {Since(lane.EndedAt)} "
                + $"| {Milliseconds(lane.UpstreamDuration)} | {lane.Deltas} | {text} | {end} |"));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"\ntotal {Milliseconds(comparison.Duration)} ms, slowest lane {Milliseconds(comparison.SlowestLane)} ms\n"));

        string Since(long time) => time == 0 ? "" : Milliseconds(time - comparison.PostedAt);
    }

    private static string Milliseconds(long time) => (time / NanosecondsPerMillisecond).ToString("0.0", CultureInfo.InvariantCulture);
}
