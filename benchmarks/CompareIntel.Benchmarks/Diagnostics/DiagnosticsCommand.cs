using CompareIntel.Benchmarks.Storage;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Benchmarks.Diagnostics;

/// <summary>How long the figures of the admin pages take with very many lanes, against adding every sample up anew.</summary>
internal static class DiagnosticsCommand
{
    private const int RowsPerCommit = 5_000;
    private const int Models = 20;

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var samples = arguments.Number("--samples", 1_000_000, 1_000, 10_000_000);
        var days = arguments.Number("--days", 30, 1, 400);
        var rounds = arguments.Number("--rounds", 20, 1, 1_000);
        var server = arguments.Text("--postgres");
        arguments.RequireAllUsed();
        var isRight = true;
        foreach (var create in BenchmarkDatabase.All(server))
        {
            await using var database = await create();
            var now = TimeProvider.System.GetUtcNow();
            var making = await Figure.MillisecondsAsync(() => MakeAsync(database, samples, days, now, cancellationToken));
            using var hours = new LaneHours(database.Database);
            var summing = await Figure.MillisecondsAsync(() => hours.SumAsync(long.MaxValue, cancellationToken));
            await database.AnalyzeAsync();
            await output.WriteLineAsync(
                $"## {database.Name}, {samples:#,0} lanes of {Models} models in {days} days, {Figure.Number(await database.SizeAsync() / 1e6)} MB; stored in {Figure.Number(making / 1e3)} s, added up in {Figure.Number(summing / 1e3)} s; ms, p50 (p95) of {rounds}\n");
            await output.WriteLineAsync("| what | product | floor: every sample anew |");
            await output.WriteLineAsync("|---|--:|--:|");
            var history = new LaneHistory(database.Database, hours, TimeProvider.System);
            foreach (var period in Enum.GetValues<ReportPeriod>())
            {
                var (from, to, step) = ReportPeriods.SpanOf(period, now);
                await RowAsync($"history, {period}", () => history.ReadAsync(period, LaneFilter.None, cancellationToken), () => history.ReadSamplesAsync(from, to, step, LaneFilter.None, cancellationToken));
            }

            await RowAsync("history, one model", () => history.ReadAsync(ReportPeriod.Month, new LaneFilter(Model: "model-3"), cancellationToken), null);
            await RowAsync("two weeks, by model, with intervals", CompareAsync, null);
            await RowAsync("releases", () => history.ListReleasesAsync(cancellationToken), null);
            var all = await history.ReadAsync(LaneHours.HourOf(now).AddDays(-days - 1), LaneHours.HourOf(now).AddHours(1), LaneFilter.None, cancellationToken);
            isRight &= all.All.Requests == samples;
            await output.WriteLineAsync();

            async Task<object> CompareAsync()
            {
                var middle = LaneHours.HourOf(now).AddDays(-7);
                return PeriodComparison.Of(
                    await history.ReadAsync(middle.AddDays(-7), middle, LaneFilter.None, cancellationToken), await history.ReadAsync(middle, middle.AddDays(7), LaneFilter.None, cancellationToken));
            }

            async Task RowAsync(string name, Func<Task> work, Func<Task>? floor) =>
                await output.WriteLineAsync($"| {name} | {await TimesAsync(rounds, work)} | {(floor is null ? "" : await TimesAsync(Math.Min(rounds, 3), floor))} |");
        }

        await output.WriteLineAsync($"{(isRight ? "pass" : "FAIL")} every lane is in the sums once");
        return isRight ? 0 : 1;
    }

    private static async Task<string> TimesAsync(int rounds, Func<Task> work)
    {
        await work();
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            times.Add(await Figure.MillisecondsAsync(work));
        }

        return $"{Figure.Number(Figure.Percentile(times, 50))} ({Figure.Number(Figure.Percentile(times, 95))})";
    }

    private static async Task MakeAsync(BenchmarkDatabase database, int samples, int days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var step = TimeSpan.FromDays(days) / samples;
        for (var first = 0; first < samples; first += RowsPerCommit)
        {
            await using var context = database.Database.CreateContext();
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var number = first; number < Math.Min(samples, first + RowsPerCommit); number++)
            {
                context.LaneSamples.Add(Make(random, number, now - (step * (samples - number))));
            }

            await context.SaveChangesAsync(cancellationToken);
        }
    }

    private static StoredLaneSample Make(Random random, int number, DateTimeOffset at)
    {
        var model = number % Models;
        var isFailed = random.NextDouble() < 0.02;
        // Log-normal, about as real ones are.
        var ttft = 300 * (1 + model) * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return new StoredLaneSample
        {
            EndedAt = at,
            ComparisonId = $"{number / 4:x20}",
            Lane = number % 4,
            Provider = $"provider-{model % 4}",
            Model = $"model-{model}",
            State = isFailed ? LaneState.Failed : LaneState.Finished,
            Failure = isFailed ? FailureKind.RateLimited : null,
            Attempts = 1,
            QueueMs = 1,
            TtftMs = isFailed ? null : ttft,
            DurationMs = ttft * 8,
            InputTokens = 500,
            OutputTokens = 400,
            CostNanoUsd = model % 2 == 0 ? 1_200_000 : null,
            Release = "1.0.0",
        };
    }
}
