using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Core.Catalog;

public sealed class ModelCatalogRefresherTests : IAsyncDisposable
{
    private readonly TrackingTimeProvider _time = new();
    private readonly FixedOptionsMonitor<ModelCatalogOptions> _options = new(new());
    private readonly FakeLogger<ModelCatalogRefresher> _logger = new();
    private ModelCatalogRefresher? _refresher;

    [Fact]
    public async Task ExecuteAsync_OneProviderUnreachable_AsksThatOneMoreOften()
    {
        var good = new ScriptedModelProvider("good", "m1");
        var bad = new ScriptedModelProvider("bad") { OnList = static _ => throw new ProviderException(FailureKind.Unreachable, "down") };
        await StartAsync(good, bad);

        // A timer for each list's limit, and one for the pause after them.
        var timers = 3;
        await _time.WaitForCreatedTimersAsync(timers);
        Assert.Equal((1, 1), (good.Listings, bad.Listings));
        for (var i = 2; i <= 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await _time.WaitForCreatedTimersAsync(timers += 2);
            Assert.Equal((1, i), (good.Listings, bad.Listings));
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        await _time.WaitForCreatedTimersAsync(timers + 3);
        Assert.Equal((2, 21), (good.Listings, bad.Listings));
    }

    [Fact]
    public async Task ExecuteAsync_ListenerThrows_GoesOnAfterTheRetryInterval()
    {
        var provider = new ScriptedModelProvider("good", "m1");
        var catalog = await StartAsync(
            static catalog => catalog.Changed += static () => throw new InvalidOperationException("listener"), provider);

        await _time.WaitForCreatedTimersAsync(2);
        Assert.Equal(2003, Assert.Single(_logger.Collector.GetSnapshot()).Id.Id);
        Assert.Single(catalog.Current.Models);
        Assert.False(_refresher!.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task StopAsync_WhileItWaits_EndsAtOnce()
    {
        await StartAsync(new ScriptedModelProvider("good", "m1"));
        await _time.WaitForCreatedTimersAsync(2);

        await _refresher!.StopAsync(CancellationToken.None).WithinTimeout();

        Assert.True(_refresher.ExecuteTask!.IsCompletedSuccessfully);
    }

    public async ValueTask DisposeAsync()
    {
        if (_refresher is not null)
        {
            await _refresher.StopAsync(CancellationToken.None).WithinTimeout();
            _refresher.Dispose();
        }
    }

    private Task<ModelCatalog> StartAsync(params IModelProvider[] providers) => StartAsync(static _ => { }, providers);

    private async Task<ModelCatalog> StartAsync(Action<ModelCatalog> prepare, params IModelProvider[] providers)
    {
        var catalog = new ModelCatalog(new(providers), _options, _time, new FakeLogger<ModelCatalog>());
        prepare(catalog);
        _refresher = new(catalog, _options, _time, _logger);
        await _refresher.StartAsync(CancellationToken.None).WithinTimeout();
        return catalog;
    }
}
