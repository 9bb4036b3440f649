using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class AnomalyWatchTests
{
    [Theory]
    [EveryStorage]
    public async Task Detect_ModelThatGetsSlow_BeginsOnceGetsWorseAndEndsWhenItIsBack(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var told = 0;
        var watch = WatchOf(rig);
        watch.Changed += () => told++;
        await AddAsync(rig, 10, 500);
        await watch.DetectAsync();
        Assert.Empty(await watch.ListAsync(10));

        await AddAsync(rig, 30, 4_000);
        await watch.DetectAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await AddAsync(rig, 60, 9_000);
        await watch.DetectAsync();

        var lasts = Assert.Single(await watch.ListOpenAsync());
        Assert.Equal(("test", "a", AnomalyKind.TimeToFirstToken, null, null), (lasts.Provider, lasts.Model, lasts.Kind, lasts.EndedAt, lasts.End));
        Assert.Equal((rig.Time.GetUtcNow().AddMinutes(-1), 100L, 1), (lasts.BeganAt, lasts.Lanes, told));
        Assert.InRange(lasts.Usual, 500, 560);
        Assert.Equal(lasts.Usual + 250, lasts.Limit, 1e-6);
        Assert.InRange(lasts.Value, 8_900, 9_100);
        Assert.Matches(@"^test:a: its first token took [\d.]+ s \(median of its last 100 lanes\); usual are \d+ ms, and up to \d+ ms is in its range\.$", lasts.Describe());

        // A process that starts anew goes on with it.
        var restarted = WatchOf(rig);
        rig.Time.Advance(TimeSpan.FromMinutes(61));
        await AddAsync(rig, 10, 520);
        await restarted.DetectAsync();
        await restarted.DetectAsync();

        Assert.Empty(await restarted.ListOpenAsync());
        var ended = Assert.Single(await restarted.ListAsync(10));
        Assert.Equal((lasts.Number, rig.Time.GetUtcNow(), AnomalyEnd.Back), (ended.Number, ended.EndedAt, ended.End));
        Assert.InRange(ended.Value, 510, 530);
        Assert.InRange(ended.Worst, 8_900, 9_100);
        Assert.StartsWith("test:a is back in its range", ended.Describe(), StringComparison.Ordinal);
        Assert.Single(await restarted.ListAsync(ended.BeganAt.AddMinutes(5), ended.BeganAt.AddMinutes(6)));
        Assert.Empty(await restarted.ListAsync(ended.EndedAt!.Value.AddMinutes(1), ended.EndedAt.Value.AddHours(1)));
    }

    [Theory]
    [EveryStorage]
    public async Task Detect_ModelThatFails_BeginsAndEndsWhenNobodyAsksItAnyMore(StorageProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var watch = WatchOf(rig);
        await MadeSamples.AddAsync(rig.Database, Enumerable.Range(0, 12).Select(lane => MadeSamples.Sample(rig.Time.GetUtcNow(), ttft: 500, failure: lane < 8 ? FailureKind.ProviderUnavailable : null)));

        await watch.DetectAsync();

        var lasts = Assert.Single(await watch.ListOpenAsync());
        Assert.Equal((AnomalyKind.ErrorRate, 8 / 12d, 12L), (lasts.Kind, lasts.Value, lasts.Lanes));
        Assert.Equal(0, lasts.Usual);
        Assert.InRange(lasts.Limit, 0.1, 0.5);

        rig.Time.Advance(TimeSpan.FromHours(2));
        await watch.DetectAsync();

        var ended = Assert.Single(await watch.ListAsync(10));
        Assert.Equal((AnomalyEnd.TooFewLanes, 8 / 12d), (ended.End, ended.Value));
        Assert.Contains("asked too little", ended.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_WhileItStandsAtTheLimit_DoesNotGoOnAndOff()
    {
        await using var rig = await StartAsync(StorageProvider.Sqlite);
        var watch = WatchOf(rig);
        await AddAsync(rig, 20, 1_000);
        await watch.DetectAsync();
        Assert.Single(await watch.ListOpenAsync());

        // Below the limit (about 770 ms), and not yet within three quarters of the room.
        rig.Time.Advance(TimeSpan.FromMinutes(61));
        await AddAsync(rig, 20, 745);
        await watch.DetectAsync();

        Assert.InRange(Assert.Single(await watch.ListOpenAsync()).Value, 735, 755);
    }

    [Fact]
    public async Task Detect_ModelWithoutPast_SaysNothing()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        var watch = WatchOf(rig);
        await MadeSamples.AddAsync(rig.Database, Enumerable.Range(0, 20).Select(_ => MadeSamples.Sample(rig.Time.GetUtcNow(), "new", failure: FailureKind.Stalled)));

        await watch.DetectAsync();

        Assert.Empty(await watch.ListAsync(10));
    }

    internal static AnomalyWatch WatchOf(StorageRig rig, DiagnosticsOptions? options = null)
    {
        var history = new LaneHistory(rig.Database, new LaneHours(rig.Database), rig.Time);
        return new AnomalyWatch(rig.Database, history, new FixedOptionsMonitor<DiagnosticsOptions>(options ?? new DiagnosticsOptions()), rig.Time, NullLogger<AnomalyWatch>.Instance);
    }

    /// <summary>A database with 40 hours of a model that takes about 520 ms.</summary>
    private static async Task<StorageRig> StartAsync(StorageProvider provider)
    {
        var rig = await StorageRig.StartAsync(provider);
        rig.Time.SetUtcNow(new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.Zero));
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Hours(LaneHours.HourOf(rig.Time.GetUtcNow()).AddHours(-1), 40, 5));
        using var hours = new LaneHours(rig.Database);
        await hours.SumAsync(long.MaxValue);
        return rig;
    }

    private static Task AddAsync(StorageRig rig, int count, double ttft) =>
        MadeSamples.AddAsync(rig.Database, (IEnumerable<StoredLaneSample>)[.. Enumerable.Range(0, count).Select(_ => MadeSamples.Sample(rig.Time.GetUtcNow(), ttft: ttft))]);
}
