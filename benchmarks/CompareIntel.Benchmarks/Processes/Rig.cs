using System.Globalization;
using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Processes;

/// <summary>The upstream and the systems in front of it, all started here, all ended with this.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private static readonly TimeProvider s_time = TimeProvider.System;
    private static readonly TimeSpan s_requestLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _dataDirectory = Directory.CreateTempSubdirectory("compareintel-benchmark-");

    private Rig()
    {
    }

    public ServerProcess Upstream { get; private set; } = null!;

    public ComparisonClient Product { get; private set; } = null!;

    public ComparisonClient? Floor { get; private set; }

    public static async Task<Rig> StartAsync(RigOptions options, CancellationToken cancellationToken)
    {
        var rig = new Rig();
        try
        {
            await rig.StartServersAsync(options, cancellationToken);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps answers with texts of their own from beginning until <see cref="ReleaseAsync"/>.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) => PostAsync("/hold", cancellationToken);

    /// <summary>Lets so many answers begin, all at once, as soon as upstream has been asked for all of them.</summary>
    public async Task ReleaseAsync(int answers, CancellationToken cancellationToken)
    {
        await WaitForOpenAsync(open => open >= answers, s_requestLimit, cancellationToken);
        await PostAsync("/release", cancellationToken);
    }

    /// <summary>Waits until upstream has no answer open any more.</summary>
    public Task WaitForEndAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WaitForOpenAsync(static open => open == 0, limit, cancellationToken);

    /// <summary>Begins to count upstream's open streams anew.</summary>
    public Task ResetPeakAsync(CancellationToken cancellationToken) => PostAsync("/stats/reset", cancellationToken);

    /// <summary>The most streams that upstream had open at once since the last reset.</summary>
    public async Task<int> ReadPeakAsync(CancellationToken cancellationToken) =>
        StreamCounter.ReadPeak(await _http.GetStringAsync(new Uri(Upstream.Address, "/stats"), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Product, Floor })
        {
            if (client is not null)
            {
                client.Dispose();
                await client.Server.DisposeAsync();
            }
        }

        if (Upstream is not null)
        {
            await Upstream.DisposeAsync();
        }

        _http.Dispose();
        _dataDirectory.Delete(recursive: true);
    }

    private async Task StartServersAsync(RigOptions options, CancellationToken cancellationToken)
    {
        Upstream = await ServerProcess.StartSelfAsync(
            "upstream",
            "/stats",
            ["--rate", Text(options.Rate), "--seconds", Text(options.Seconds)],
            cancellationToken);
        if (options.WithFloor)
        {
            var floor = await ServerProcess.StartSelfAsync("floor", "/health", ["--upstream", Upstream.Address.ToString()], cancellationToken);
            Floor = new ComparisonClient(floor, "", FloorEvents.Parse);
        }

        var environment = new Dictionary<string, string>(options.ProductSettings)
        {
            ["Providers__up__Kind"] = "OpenAICompatible",
            ["Providers__up__BaseUrl"] = new Uri(Upstream.Address, "/v1").ToString(),
            ["DataDirectory"] = _dataDirectory.FullName,
        };
        var product = await ServerProcess.StartProductAsync(options.WebDll, environment, cancellationToken);
        Product = new ComparisonClient(product, "up:", ProductEvents.Parse);
    }

    private async Task WaitForOpenAsync(Predicate<int> isReached, TimeSpan limit, CancellationToken cancellationToken)
    {
        var startedAt = s_time.GetTimestamp();
        while (true)
        {
            var open = StreamCounter.ReadOpen(await _http.GetStringAsync(new Uri(Upstream.Address, "/stats"), cancellationToken));
            if (isReached(open))
            {
                return;
            }

            if (s_time.GetElapsedTime(startedAt) > limit)
            {
                throw new BenchmarkException($"Upstream has {open} answers open after {limit}, which is not what was waited for.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), s_time, cancellationToken);
        }
    }

    private async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri(Upstream.Address, path), content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
