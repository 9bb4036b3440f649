using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class LaneSampleBackfillTests
{
    [Theory]
    [EveryStorage]
    public async Task Upgrade_WithStoredComparisons_GivesTheirLanesSamplesOnceAndLaterOnesNone(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new TrackingTimeProvider();
        clock.SetUtcNow(DateTimeOffset.UnixEpoch.AddDays(20_100));
        for (var number = 0; number < 45; number++)
        {
            await LaneSampleTests.StoreAsync(database, $"old{number:00}", ComparisonState.Completed, new LaneCreated(0, "scripted:m"), new LaneCreated(1, "unknown"), End(0), End(1));
        }

        await LaneSampleTests.StoreAsync(database, "running", ComparisonState.Running, new LaneCreated(0, "m"), End(0));
        await AddSampleAsync(database, "old44");
        await DamageAsync(database, "old30");

        // The first process ends before it is done; the second goes on.
        using (var first = NewBackfill(database, clock))
        {
            await first.StartAsync(CancellationToken.None);
            await clock.WaitForCreatedTimersAsync(1);
            await first.StopAsync(CancellationToken.None).WithinTimeout();
        }

        await LaneSampleTests.StoreAsync(database, "later", ComparisonState.Completed, new LaneCreated(0, "m"), End(0));
        using var backfill = NewBackfill(database, clock);
        while (await backfill.StepAsync(CancellationToken.None) is not null)
        {
            Assert.True((await LaneSampleTests.SamplesAsync(database)).Count < 90);
        }

        var samples = await LaneSampleTests.SamplesAsync(database);
        Assert.Equal(88, samples.Count);
        Assert.DoesNotContain(samples, static sample => sample.ComparisonId is "running" or "later" or "old30");
        var made = samples.First(static sample => sample.ComparisonId == "old07");
        Assert.Equal(("scripted", "m", LaneState.Finished, 250d, "", false), (made.Provider, made.Model, made.State, made.DurationMs, made.Release, made.IsSummed));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(3), made.EndedAt);
        Assert.Equal("the one that was there", samples.First(static sample => sample.ComparisonId == "old44").Model);
        Assert.Null(await backfill.StepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Upgrade_WhatIsOlderThanSamplesAreKept_IsLeftAlone()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var clock = new TrackingTimeProvider();
        clock.SetUtcNow(DateTimeOffset.UnixEpoch.AddDays(20_401));
        await LaneSampleTests.StoreAsync(database, "old", ComparisonState.Completed, new LaneCreated(0, "m"), End(0));

        using var backfill = NewBackfill(database, clock);
        await backfill.StartAsync(CancellationToken.None);
        await clock.WaitForCreatedTimersAsync(1);
        await backfill.StopAsync(CancellationToken.None).WithinTimeout();

        Assert.Null(await backfill.StepAsync(CancellationToken.None));
        Assert.Empty(await LaneSampleTests.SamplesAsync(database));
    }

    private static LaneEnded End(int lane) => new(lane, LaneState.Finished, null, new LaneMetrics { Duration = TimeSpan.FromMilliseconds(250) }) { Elapsed = TimeSpan.FromSeconds(3) };

    private static async Task AddSampleAsync(TestDatabase database, string id)
    {
        await using var context = database.Database.CreateContext();
        context.LaneSamples.Add(new StoredLaneSample { ComparisonId = id, Lane = 0, Model = "the one that was there" });
        await context.SaveChangesAsync();
    }

    private static async Task DamageAsync(TestDatabase database, string id)
    {
        await using var context = database.Database.CreateContext();
        var number = await context.Comparisons.Where(row => row.Id == id).Select(static row => row.Number).SingleAsync();
        await context.Segments.Where(segment => segment.ComparisonNumber == number).ExecuteUpdateAsync(static set => set.SetProperty(static segment => segment.Data, new byte[] { 9, 9 }));
    }

    private static LaneSampleBackfill NewBackfill(TestDatabase database, TimeProvider clock)
    {
        var provider = new ScriptedProvider();
        return new LaneSampleBackfill(
            database.Open(),
            new StoredSettings(database.Database),
            (id, _) => new(id.StartsWith("unknown", StringComparison.Ordinal) ? null : new ResolvedModel(provider, id, null)),
            new FixedOptionsMonitor<DiagnosticsOptions>(new DiagnosticsOptions()),
            clock,
            NullLogger<LaneSampleBackfill>.Instance);
    }
}
