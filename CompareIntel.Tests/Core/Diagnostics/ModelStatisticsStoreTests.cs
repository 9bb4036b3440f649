using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class ModelStatisticsStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrackingTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Change_IsWrittenAFewSecondsLater()
    {
        var statistics = new ModelStatistics(_clock);
        using var store = Open(statistics);
        await store.StartAsync(CancellationToken.None);
        statistics.Record("a", Ended());

        await _clock.WaitForPendingTimersAsync(1);
        _clock.Advance(ModelStatisticsStore.SaveInterval);

        await AsyncAssert.EventuallyAsync(() => File.Exists(_folder.PathOf(ModelStatisticsStore.FileName)));
        await store.StopAsync(CancellationToken.None);
        Assert.Equal(1, (await ReadAsync())["a"].Successes);
    }

    [Fact]
    public async Task Stop_WritesWhatIsLeft()
    {
        var statistics = new ModelStatistics(_clock);
        using var store = Open(statistics);
        await store.StartAsync(CancellationToken.None);
        statistics.Record("a", Ended());
        statistics.Record("a", Ended());

        await store.StopAsync(CancellationToken.None);

        var saved = (await ReadAsync())["a"];
        Assert.Equal(2, saved.Successes);
        Assert.Equal(_clock.GetUtcNow(), saved.LastSuccessAt);
        Assert.Equal([250.0, 250.0], saved.RecentDurations);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    [Fact]
    public async Task NothingCounted_WritesNothing()
    {
        using var store = Open(new ModelStatistics(_clock));
        await store.StartAsync(CancellationToken.None);

        await store.StopAsync(CancellationToken.None);

        Assert.False(File.Exists(_folder.PathOf(ModelStatisticsStore.FileName)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":1}""")]
    [InlineData("""{"format":2,"models":{}}""")]
    [InlineData("""{"format":1,"models":{"a":{"successes":"x"}}}""")]
    public async Task Start_FileThatMakesNoSense_IsKeptAside(string content)
    {
        await File.WriteAllTextAsync(_folder.PathOf(ModelStatisticsStore.FileName), content);
        var statistics = new ModelStatistics(_clock);
        using var store = Open(statistics);

        await store.StartAsync(CancellationToken.None);
        await store.StopAsync(CancellationToken.None);

        Assert.Empty(statistics.Snapshot());
        Assert.Equal(content, await File.ReadAllTextAsync(_folder.PathOf(ModelStatisticsStore.CorruptFileName)));
        Assert.False(File.Exists(_folder.PathOf(ModelStatisticsStore.FileName)));
    }

    private static LaneEnded Ended() => new(0, LaneState.Finished, null, new LaneMetrics { Duration = TimeSpan.FromMilliseconds(250) });

    private ModelStatisticsStore Open(ModelStatistics statistics) =>
        new(statistics, DataDirectory.Open(_folder.Path), _clock, NullLogger<ModelStatisticsStore>.Instance);

    private async Task<IReadOnlyDictionary<string, ModelStatistic>> ReadAsync()
    {
        var statistics = new ModelStatistics(_clock);
        using var store = Open(statistics);
        await store.StartAsync(CancellationToken.None);
        await store.StopAsync(CancellationToken.None);
        return statistics.Snapshot();
    }
}
