using System.Globalization;
using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Processes;

/// <summary>The upstream and the systems in front of it, all started here, all ended with this.</summary>
internal sealed class Rig : IAsyncDisposable
{
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

    /// <summary>Begins to count upstream's open streams anew.</summary>
    public async Task ResetPeakAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri(Upstream.Address, "/stats/reset"), content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
