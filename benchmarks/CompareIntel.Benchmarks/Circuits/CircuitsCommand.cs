using CompareIntel.Benchmarks.Load;
using CompareIntel.Benchmarks.Processes;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>Measures what many open pages cost the server, and how soon they have the text, without a browser.</summary>
internal static class CircuitsCommand
{
    /// <summary>Upstream's pace for its listed models, which are not asked here.</summary>
    private const int UnusedPace = 1;

    /// <summary>Its answers are in no row.</summary>
    private const int WarmUpRound = MostCircuits;

    private const int WarmUpCircuits = 4;

    /// <summary>
    /// The runtime compiles a method again after 30 calls, and once more after another 30. What is done once for a lane is done so often only if so many
    /// lanes are run; else that is done while all lanes of the measured run end in the same moment. Few pages at a time, as what they leave free is taken for
    /// memory that the measured ones don't need.
    /// </summary>
    private static readonly int[] s_warmUpCharacters = [4_500, 600, 600, 600];

    private const int OverloadCharacters = 2_000;

    /// <summary>The product runs at most 1,000 comparisons at once.</summary>
    private const int MostCircuits = 960;

    private const double BytesPerMegabyte = 1e6;
    private const int PrintedFaults = 10;

    /// <summary>Silence until all pages are open is not the model's.</summary>
    private static readonly Dictionary<string, string> s_settings = new() { ["Comparisons__FirstTokenTimeout"] = "00:10:00" };

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var isQuick = arguments.Flag("--quick");
        var circuits = arguments.Numbers("--circuits", isQuick ? [1, 10] : [1, 10, 60], 1, MostCircuits);
        var characters = arguments.Number("--characters", isQuick ? 1_200 : 4_500, 100, 100_000);
        var saturate = arguments.Flag("--saturate");
        var web = ProductFile.Find(arguments.Text("--web"));
        arguments.RequireAllUsed();

        await output.WriteLineAsync(CircuitReport.Header);
        var bars = new List<Bar>();
        foreach (var count in circuits)
        {
            var row = await MeasureAsync(count, characters, web, cancellationToken);
            await WriteAsync(row);
            bars.AddRange(CircuitReport.Bars(row, isLargest: count == circuits.Max()));
        }

        if (saturate)
        {
            bars.AddRange(await SaturateAsync(circuits.Max(), web, WriteAsync, cancellationToken));
        }

        await output.WriteLineAsync();
        foreach (var bar in bars)
        {
            await output.WriteLineAsync(bar.ToString());
        }

        return bars.TrueForAll(static bar => bar.IsReached) ? 0 : 1;

        async Task WriteAsync(CircuitRow row)
        {
            await output.WriteLineAsync(CircuitReport.Line(row));
            foreach (var fault in row.Figures.Faults.Take(PrintedFaults))
            {
                await error.WriteLineAsync(FormattableString.Invariant($"{row.Figures.Load.Circuits} pages: {fault}"));
            }
        }
    }

    /// <summary>
    /// Two processes, one without pages and one with them, each with the load twice. The first round gives the memory: what one run has left free for
    /// the next would be taken for memory that pages don't need. The second one gives all else: the first also runs the compiler.
    /// </summary>
    private static async Task<CircuitRow> MeasureAsync(int circuits, int characters, string web, CancellationToken cancellationToken)
    {
        var first = new CircuitLoad(circuits, characters);
        var second = new CircuitLoad(circuits, characters, round: 1);
        var (cpuWithout, growthWithout) = await WithServerAsync(web, async run =>
        {
            var before = await run.ReadSettledBytesAsync(cancellationToken);
            var (_, peak) = await run.RunWithoutPagesAsync(first, cancellationToken);
            var (cpu, _) = await run.RunWithoutPagesAsync(second, cancellationToken);
            return (cpu, peak - before);
        }, cancellationToken);
        return await WithServerAsync(web, async run =>
        {
            var before = await run.ReadSettledBytesAsync(cancellationToken);
            var idle = await run.ReadIdleBytesAsync(circuits, cancellationToken);
            var young = await run.ShowAsync(first, withStop: false, cancellationToken);
            var figures = await run.ShowAsync(second, withStop: false, cancellationToken);
            return new CircuitRow(
                figures,
                cpuWithout / second.ScriptedDuration,
                MegabytesPerPage(idle - before),
                MegabytesPerPage(young.PeakResidentBytes - before - growthWithout));
        }, cancellationToken);

        double MegabytesPerPage(long bytes) => bytes / BytesPerMegabyte / circuits;
    }

    /// <summary>Opens a quarter more pages until it is too much, and then twice as many, of which one stops a lane.</summary>
    private static Task<List<Bar>> SaturateAsync(int from, string web, Func<CircuitRow, Task> write, CancellationToken cancellationToken) =>
        WithServerAsync(web, async run =>
        {
            var circuits = from;
            CircuitFigures? first = null;
            await run.ShowAsync(new CircuitLoad(circuits, OverloadCharacters, round: 1), withStop: false, cancellationToken);
            while (true)
            {
                var figures = await run.ShowAsync(new CircuitLoad(circuits, OverloadCharacters), withStop: false, cancellationToken);
                await write(new CircuitRow(figures, CoresWithoutPages: null, IdleMegabytes: null, StreamingMegabytes: null));
                if (CircuitReport.IsTooMuch(figures, first ??= figures) || circuits * 5 / 4 > MostCircuits / 2)
                {
                    break;
                }

                circuits = Math.Max(circuits + 1, circuits * 5 / 4);
            }

            var overloaded = await run.ShowAsync(new CircuitLoad(Math.Min(2 * circuits, MostCircuits), OverloadCharacters), withStop: true, cancellationToken);
            await write(new CircuitRow(overloaded, CoresWithoutPages: null, IdleMegabytes: null, StreamingMegabytes: null));
            return CircuitReport.OverloadBars(overloaded).ToList();
        }, cancellationToken);

    /// <summary>Starts upstream and the product, warms the product up, and ends both afterwards.</summary>
    private static async Task<T> WithServerAsync<T>(string web, Func<CircuitRun, Task<T>> measure, CancellationToken cancellationToken)
    {
        var options = new RigOptions(UnusedPace, UnusedPace, web, WithFloor: false) { ProductSettings = s_settings };
        await using var rig = await Rig.StartAsync(options, cancellationToken);
        await using var proxy = new CountingProxy(rig.Product.Server.Address);
        // Without cookies: whoever comes back with one is known as the owner, and nobody else may open the comparison then.
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var run = new CircuitRun(rig, proxy, http);
        foreach (var (round, characters) in s_warmUpCharacters.Index())
        {
            await run.ShowAsync(new CircuitLoad(WarmUpCircuits, characters, WarmUpRound + round), withStop: false, cancellationToken);
        }

        return await measure(run);
    }
}
