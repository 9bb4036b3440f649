using CompareIntel.Core;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Diagnostics.Weekly;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class DiagnosticsKeeperTests
{
    [Fact]
    public async Task Keeper_EveryMinute_AddsUpDetectsTellsAndCleans()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var server = await ScriptedHttpServer.StartAsync();
        server.Enqueue(ScriptedResponse.Of(200, "text/plain", ""));
        rig.Time.SetUtcNow(new DateTimeOffset(2026, 11, 23, 5, 59, 30, TimeSpan.Zero));
        var now = rig.Time.GetUtcNow();
        await MadeSamples.AddAsync(
            rig.Database,
            MadeSamples.Hours(LaneHours.HourOf(now), 40, 5)
                .Concat(Enumerable.Range(0, 20).Select(_ => MadeSamples.Sample(now, failure: FailureKind.Stalled)))
                .Append(MadeSamples.Sample(now.AddDays(-401))));
        using var keeper = KeeperOf(rig, server, new FakeLogger<DiagnosticsKeeper>(), out var watch);
        await keeper.StartAsync(CancellationToken.None);

        await rig.Time.WaitForCreatedTimersAsync(1);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        // The webhook's time limit, and then the next minute.
        await rig.Time.WaitForCreatedTimersAsync(3);
        await keeper.StopAsync(CancellationToken.None).WithinTimeout();

        Assert.Equal(AnomalyKind.ErrorRate, Assert.Single(await watch.ListOpenAsync()).Kind);
        Assert.Single(server.Requests);
        Assert.True(File.Exists(Path.Combine(DataOf(rig), "weekly-reports", "compareintel-2026-W47.md")));
        await using var context = rig.Database.CreateContext();
        Assert.Equal(220, await context.LaneSamples.CountAsync(static sample => sample.IsSummed));
        Assert.Equal(220, await context.LaneSamples.CountAsync());
    }

    [Fact]
    public async Task Keeper_PartThatFails_IsSaidOnceAndKeepsNoOtherFromItsWork()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await using var server = await ScriptedHttpServer.StartAsync();
        rig.Time.SetUtcNow(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero));
        await MadeSamples.AddAsync(rig.Database, MadeSamples.Sample(rig.Time.GetUtcNow().AddDays(-2)));
        var logger = new FakeLogger<DiagnosticsKeeper>();
        using var keeper = KeeperOf(rig, server, logger, out _);
        await using var context = rig.Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync("ALTER TABLE anomalies RENAME TO gone");

        await keeper.RoundAsync(isFirstOfHour: false, CancellationToken.None);
        await keeper.RoundAsync(isFirstOfHour: false, CancellationToken.None);

        Assert.True(await context.LaneSamples.AllAsync(static sample => sample.IsSummed));
        // Detecting, telling and the report, whose anomalies are missing too.
        Assert.Equal(3, logger.Collector.GetSnapshot().Count(static line => line.Level == LogLevel.Warning));
        await context.Database.ExecuteSqlRawAsync("ALTER TABLE gone RENAME TO anomalies");
        await keeper.RoundAsync(isFirstOfHour: false, CancellationToken.None);
        Assert.Equal(3, logger.Collector.GetSnapshot().Count(static line => line.Level == LogLevel.Information));
    }

    private static string DataOf(StorageRig rig) => Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(ConnectionStringOf(rig)).DataSource)!;

    private static string ConnectionStringOf(StorageRig rig)
    {
        using var context = rig.Database.CreateContext();
        return context.Database.GetConnectionString()!;
    }

    private static DiagnosticsKeeper KeeperOf(StorageRig rig, ScriptedHttpServer server, FakeLogger<DiagnosticsKeeper> logger, out AnomalyWatch watch)
    {
        var options = new FixedOptionsMonitor<DiagnosticsOptions>(new DiagnosticsOptions { WebhookUrl = server.BaseUrl.AbsoluteUri });
        var hours = new LaneHours(rig.Database);
        var history = new LaneHistory(rig.Database, hours, rig.Time);
        watch = AnomalyWatchTests.WatchOf(rig, options.CurrentValue);
        var weekly = new WeeklyReportFiles(
            new WeeklyReports(history, watch, rig.Time), history, new StoredSettings(rig.Database), DataDirectory.Open(DataOf(rig)), options, rig.Time, NullLogger<WeeklyReportFiles>.Instance);
        return new DiagnosticsKeeper(
            hours,
            new LaneSampleCleaning(rig.Database, rig.Time),
            watch,
            new AnomalyWebhook(rig.Database, AnomalyWebhook.CreateClient(), options, rig.Time, NullLogger<AnomalyWebhook>.Instance),
            weekly,
            options,
            rig.Time,
            logger);
    }
}
