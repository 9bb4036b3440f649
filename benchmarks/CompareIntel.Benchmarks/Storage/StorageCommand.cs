using CompareIntel.Benchmarks.Pages;
using CompareIntel.Benchmarks.Processes;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace CompareIntel.Benchmarks.Storage;

/// <summary>What it takes to store comparisons, how large they are then, and how long it takes to open a long one.</summary>
internal static class StorageCommand
{
    private const double Thousand = 1_000;
    private const double Million = 1e6;
    private const int OpenLanes = 12;
    private const int OpenCharacters = 40_000;

    private static readonly TimeSpan s_pageLimit = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var lanes = arguments.Number("--lanes", 9, 1, 12);
        var comparisons = arguments.Number("--comparisons", 20, 1, 1_000);
        var characters = arguments.Number("--characters", 6_000, 4, 1_000_000);
        var rounds = arguments.Number("--rounds", 5, 1, 100);
        var server = arguments.Text("--postgres");
        var web = ProductFile.Find(arguments.Text("--web"));
        arguments.RequireAllUsed();

        await output.WriteLineAsync($"## Writing {comparisons} comparisons x {lanes} lanes x {Figure.Number(characters)} characters, 4 a delta, as fast as it goes; medians of {rounds}\n");
        await output.WriteLineAsync("| how | deltas/s | MB of text/s | CPU ms/1,000 deltas | bytes/1,000 deltas: events | with all else |");
        await output.WriteLineAsync("|---|--:|--:|--:|--:|--:|");
        var isWhole = true;
        await WriteRowAsync(output, "floor: the log in memory", rounds, () => Task.FromResult(Measure(Make, static made =>
        {
            made.ForEach(static one => one.Write());
            return (0L, 0L);
        })), cancellationToken);
        await WriteRowAsync(output, "peer: SQLite, a row per delta", rounds, () => Task.FromResult(Measure(Make, static made => (0L, DeltaRows.Write(made)))), cancellationToken);
        foreach (var create in BenchmarkDatabase.All(server))
        {
            await using var probe = await create();
            await WriteRowAsync(output, $"product: {probe.Name}", rounds, async () =>
            {
                await using var database = await create();
                var (figures, whole) = await StoreAsync(database, Make(), cancellationToken);
                isWhole &= whole;
                return figures;
            }, cancellationToken);
        }

        await output.WriteLineAsync($"\n## Opening one comparison of {OpenLanes} lanes x {Figure.Number(OpenCharacters)} characters, ms, median (worst) of {rounds}\n");
        await output.WriteLineAsync("| database | floor: its bytes | opened and every text read | over HTTP, as JSON | page in Chromium, all text there |");
        await output.WriteLineAsync("|---|--:|--:|--:|--:|");
        foreach (var create in BenchmarkDatabase.All(server))
        {
            await using var database = await create();
            isWhole &= await OpenAsync(database, web, rounds, output, cancellationToken);
        }

        await output.WriteLineAsync($"\n{(isWhole ? "pass" : "FAIL")} every text that was read back is what was written");
        return isWhole ? 0 : 1;

        List<MadeComparison> Make() => [.. Enumerable.Range(0, comparisons).Select(number => new MadeComparison(number, lanes, characters))];
    }

    private static WriteFigures Measure(Func<List<MadeComparison>> make, Func<List<MadeComparison>, (long Events, long All)> write)
    {
        var made = make();
        var cpu = Environment.CpuUsage.TotalTime;
        var start = TimeProvider.System.GetTimestamp();
        var (events, all) = write(made);
        return new WriteFigures(made, TimeProvider.System.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu, events, all);
    }

    private static async Task<(WriteFigures Figures, bool IsWhole)> StoreAsync(BenchmarkDatabase database, List<MadeComparison> made, CancellationToken cancellationToken)
    {
        var before = await database.SizeAsync();
        await using var archive = OpenArchive(database);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = TimeProvider.System.GetTimestamp();
        await WriteAsync(archive, made).WaitAsync(cancellationToken);
        var time = TimeProvider.System.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        await using var context = database.Database.CreateContext();
        var events = await context.Segments.SumAsync(static segment => (long)segment.Data.Length, cancellationToken);
        var isWhole = true;
        foreach (var one in made)
        {
            isWhole &= await archive.LoadAsync(one.Comparison.Id, cancellationToken) is { } loaded && one.IsText(ComparisonTranscript.Of(loaded.Log).Texts);
        }

        return (new WriteFigures(made, time, cpu, events, await database.SizeAsync() - before), isWhole);
    }

    private static async Task WriteAsync(ComparisonArchive archive, List<MadeComparison> made)
    {
        var stored = made.ConvertAll(one => archive.Add(one.Comparison));
        await Task.Run(() => made.ForEach(static one => one.Write()));
        archive.Flush();
        await Task.WhenAll(stored);
    }

    private static ComparisonArchive OpenArchive(BenchmarkDatabase database) =>
        new(database.Database, new StorageHealth(), new HistoryChanges(), TimeProvider.System, NullLogger<ComparisonArchive>.Instance);

    private static async Task WriteRowAsync(TextWriter output, string name, int rounds, Func<Task<WriteFigures>> measureAsync, CancellationToken cancellationToken)
    {
        // The first one compiles.
        await measureAsync();
        var all = new List<WriteFigures>();
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(await measureAsync());
        }

        await output.WriteLineAsync(
            $"| {name} | {Median(static one => one.Deltas / one.Time.TotalSeconds)} | {Median(static one => one.TextBytes / Million / one.Time.TotalSeconds)} "
            + $"| {Median(static one => one.Cpu.TotalMilliseconds / one.Deltas * Thousand)} | {Bytes(static one => one.EventBytes)} | {Bytes(static one => one.AllBytes)} |");

        string Median(Func<WriteFigures, double> figure) => Figure.Number(Figure.Percentile(all.Select(figure), 50));

        string Bytes(Func<WriteFigures, long> figure) => all.TrueForAll(one => figure(one) == 0) ? "" : Median(one => figure(one) * Thousand / one.Deltas);
    }

    private static async Task<bool> OpenAsync(BenchmarkDatabase database, string web, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        var made = new MadeComparison(1, OpenLanes, OpenCharacters);
        var isWhole = true;
        var (raw, read, http, pages) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await using (var archive = OpenArchive(database))
        {
            await WriteAsync(archive, [made]).WaitAsync(cancellationToken);
            for (var round = 0; round <= rounds; round++)
            {
                raw.Add(await Figure.MillisecondsAsync(async () =>
                {
                    await using var context = database.Database.CreateContext();
                    await context.Segments.Where(segment => segment.ComparisonNumber == 1).Select(static segment => segment.Data).ToListAsync(cancellationToken);
                }));
                read.Add(await Figure.MillisecondsAsync(async () =>
                    isWhole &= await archive.LoadAsync(made.Comparison.Id, cancellationToken) is { } loaded && made.IsText(ComparisonTranscript.Of(loaded.Log).Texts)));
            }
        }

        var data = Directory.CreateTempSubdirectory("compareintel-benchmark-");
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await Chromium.LaunchAsync(playwright);
            for (var round = 0; round <= rounds; round++)
            {
                // A server of its own each time: it keeps in memory what it has opened.
                await using var product = await ServerProcess.StartProductAsync(web, Settings(database, data.FullName), cancellationToken);
                using var client = new HttpClient();
                http.Add(await Figure.MillisecondsAsync(() => client.GetByteArrayAsync(new Uri(product.Address, $"/api/v1/comparisons/{made.Comparison.Id}"), cancellationToken)));
            }

            for (var round = 0; round <= rounds; round++)
            {
                await using var product = await ServerProcess.StartProductAsync(web, Settings(database, data.FullName), cancellationToken);
                var page = await (await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } })).NewPageAsync();
                pages.Add(await Figure.MillisecondsAsync(async () =>
                {
                    await page.GotoAsync(new Uri(product.Address, $"/c/{made.Comparison.Id}").ToString());
                    await page.WaitForFunctionAsync(
                        "([selector, cards, characters]) => document.querySelectorAll(selector).length === cards && document.body.textContent.length >= characters",
                        (object[])[PageMarkup.DoneCard, OpenLanes, made.TextBytes * 98 / 100],
                        new PageWaitForFunctionOptions { Timeout = (float)s_pageLimit.TotalMilliseconds });
                }));
                await page.Context.CloseAsync();
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }

        await output.WriteLineAsync($"| {database.Name} | {Times(raw)} | {Times(read)} | {Times(http)} | {Times(pages)} |");
        return isWhole;

        // The first one warms up.
        static string Times(List<double> times) => $"{Figure.Number(Figure.Percentile(times.Skip(1), 50))} ({Figure.Number(times.Skip(1).Max())})";
    }

    private static Dictionary<string, string> Settings(BenchmarkDatabase database, string data) => new()
    {
        ["DataDirectory"] = data,
        ["Storage__Provider"] = database.Database.Provider.ToString(),
        ["Storage__ConnectionString"] = database.ConnectionString,
    };

    private sealed record WriteFigures(List<MadeComparison> Made, TimeSpan Time, TimeSpan Cpu, long EventBytes, long AllBytes)
    {
        public long Deltas { get; } = Made.Sum(static one => (long)one.Deltas);

        public long TextBytes { get; } = Made.Sum(static one => one.TextBytes);
    }
}
