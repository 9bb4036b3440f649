using System.Collections.Concurrent;
using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Processes;
using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>Opens pages without a browser, idle or with comparisons, and runs the same comparisons without pages.</summary>
internal sealed class CircuitRun(Rig rig, CountingProxy proxy, HttpClient http)
{
    private const int OpenedAtOnce = 8;
    private const double NanosecondsPerMillisecond = 1e6;
    private static readonly TimeProvider s_time = TimeProvider.System;
    private static readonly TimeSpan s_openingLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>So long the server may collect its garbage, which nobody outside can ask it to.</summary>
    private static readonly TimeSpan s_settleTime = TimeSpan.FromSeconds(3);

    private ServerProcess Server => rig.Product.Server;

    /// <summary>The server's memory when it has had some time to itself.</summary>
    public async Task<long> ReadSettledBytesAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(s_settleTime, s_time, cancellationToken);
        return Server.ResidentBytes;
    }

    /// <summary>The server's memory while so many pages are open that show no comparison.</summary>
    public async Task<long> ReadIdleBytesAsync(int circuits, CancellationToken cancellationToken)
    {
        var clients = await OpenAsync(Enumerable.Repeat(("/", CircuitPage.Empty), circuits), cancellationToken);
        try
        {
            return await ReadSettledBytesAsync(cancellationToken);
        }
        finally
        {
            await CloseAsync(clients);
        }
    }

    /// <summary>Runs the load's comparisons with nobody reading them; gives the server's CPU time and its most memory.</summary>
    public async Task<(TimeSpan Cpu, long PeakResidentBytes)> RunWithoutPagesAsync(CircuitLoad load, CancellationToken cancellationToken)
    {
        using var stopSampling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var peak = ResidentPeak.SampleAsync(Server, stopSampling.Token);
        await StartComparisonsAsync(load, cancellationToken);
        var before = Server.CpuTime;
        await rig.ReleaseAsync(load.TotalAnswers, cancellationToken);
        await rig.WaitForEndAsync(s_openingLimit + (3 * load.ScriptedDuration), cancellationToken);
        var cpu = Server.CpuTime - before;
        await Task.Delay(s_pause, s_time, cancellationToken);
        await stopSampling.CancelAsync();
        return (cpu, await peak);
    }

    /// <summary>Runs the load's comparisons, each shown by a page.</summary>
    /// <param name="load">How many and how long.</param>
    /// <param name="withStop">Whether the first page stops a lane half-way.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<CircuitFigures> ShowAsync(CircuitLoad load, bool withStop, CancellationToken cancellationToken)
    {
        using var stopSampling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var peak = ResidentPeak.SampleAsync(Server, stopSampling.Token);
        var started = await StartComparisonsAsync(load, cancellationToken);
        var clients = await OpenAsync(started.Select(static comparison => ($"/c/{comparison.Id}", comparison.Page)), cancellationToken);
        try
        {
            await Task.Delay(s_pause, s_time, cancellationToken);
            clients.ForEach(static client => client.Record());
            var server = Server.CpuTime;
            var upstream = rig.Upstream.CpuTime;
            var own = ProcessClock.Read(Environment.ProcessId);
            var wire = proxy.SocketBytes;
            await rig.ReleaseAsync(load.TotalAnswers, cancellationToken);
            var startedAt = s_time.GetTimestamp();
            var stop = withStop ? StopHalfWayAsync(load, clients[0], cancellationToken) : Task.FromResult<TimeSpan?>(null);
            var limit = s_openingLimit + (10 * load.ScriptedDuration);
            await Task.WhenAll(clients.Select(client => client.WaitForCompleteAsync(limit, cancellationToken)));
            var figures = new CircuitFigures
            {
                Load = load,
                ServerCpu = Server.CpuTime - server,
                UpstreamCpu = rig.Upstream.CpuTime - upstream,
                ClientCpu = ProcessClock.Read(Environment.ProcessId) - own,
                WireBytes = proxy.SocketBytes - wire,
                Duration = s_time.GetElapsedTime(startedAt, clients.Exists(static client => !client.Stamps.IsComplete)
                    ? s_time.GetTimestamp()
                    : clients.Max(static client => client.Stamps.LastAt)),
                Batches = clients.Sum(static client => (long)client.Arrivals.Count),
                BatchBytes = clients.Sum(static client => client.BatchBytes),
                GapMedian = Gap(clients, 50),
                GapP95 = Gap(clients, 95),
                Latency = Merge(clients.Select(static client => client.Stamps.Latency)),
                StampsExpected = clients.Sum(static client => (long)client.Stamps.Expected),
                StampsMissing = clients.Sum(static client => (long)client.Stamps.Missing),
                StopTime = await stop,
                Faults = [.. clients.Select(static client => client.Fault).OfType<string>()],
                PeakResidentBytes = 0,
            };
            await rig.WaitForEndAsync(limit, cancellationToken);
            await Task.Delay(s_pause, s_time, cancellationToken);
            await stopSampling.CancelAsync();
            return figures with { PeakResidentBytes = await peak };
        }
        finally
        {
            await CloseAsync(clients);
        }
    }

    private static async Task<TimeSpan?> StopHalfWayAsync(CircuitLoad load, CircuitClient client, CancellationToken cancellationToken)
    {
        await Task.Delay(load.ScriptedDuration / 2, s_time, cancellationToken);
        return await client.StopAsync(lane: 0, s_stopLimit, cancellationToken);
    }

    private async Task<IReadOnlyCollection<(string Id, CircuitPage Page)>> StartComparisonsAsync(CircuitLoad load, CancellationToken cancellationToken)
    {
        await rig.HoldAsync(cancellationToken);
        var started = new ConcurrentBag<(string Id, CircuitPage Page)>();
        await Parallel.ForEachAsync(load.Pages, Options(cancellationToken), async (page, token) =>
        {
            using var comparison = await StartedComparison.StartAsync(http, Server.Address, page.Models, token);
            started.Add((comparison.Id, page));
        });
        return started;
    }

    private async Task<List<CircuitClient>> OpenAsync(IEnumerable<(string Path, CircuitPage Page)> pages, CancellationToken cancellationToken)
    {
        var clients = new ConcurrentBag<CircuitClient>();
        try
        {
            await Parallel.ForEachAsync(pages, Options(cancellationToken), async (opened, token) =>
                clients.Add(await CircuitClient.OpenAsync(new Uri(proxy.Address, opened.Path), opened.Page, s_openingLimit, token)));
            return [.. clients];
        }
        catch
        {
            await CloseAsync(clients);
            throw;
        }
    }

    private static Task CloseAsync(IEnumerable<CircuitClient> clients) =>
        Parallel.ForEachAsync(clients, Options(CancellationToken.None), static (client, _) => client.DisposeAsync());

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken };

    private static double Gap(IEnumerable<CircuitClient> clients, double percent)
    {
        var gaps = clients
            .Select(static client => client.Arrivals)
            .SelectMany(static arrivals => arrivals.Zip(arrivals.Skip(1), static (first, second) => (second - first) / NanosecondsPerMillisecond))
            .ToArray();
        return ModelStatistic.Percentile(gaps, percent) ?? double.NaN;
    }

    private static LatencyHistogram Merge(IEnumerable<LatencyHistogram> histograms)
    {
        var sum = new LatencyHistogram();
        foreach (var histogram in histograms)
        {
            sum.Add(histogram);
        }

        return sum;
    }
}
