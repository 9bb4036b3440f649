using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class LaneSampleTests
{
    [Theory]
    [EveryStorage]
    public async Task EndOfALane_HowItEnded_IsKeptWithWhatWasMeasuredAndNoWordOfIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var comparison = rig.Live.Start(ComparisonRequest.Create("a secret prompt", "scripted:a", "b", "unknown"), new ComparisonOrigin { OwnerId = "secret owner" });
        var first = await rig.Provider.NextCallAsync("scripted:a");
        var second = await rig.Provider.NextCallAsync("b");
        rig.Time.Advance(TimeSpan.FromMilliseconds(120));
        first.Text("a secret answer");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);
        rig.Time.Advance(TimeSpan.FromMilliseconds(380));
        first.Usage(11, 22, 0.000_123_456_7m).Complete();
        await EngineRig.EndOfAsync(comparison, 0);
        second.Text("part").Fail(new HttpRequestException("gone"));
        await comparison.Stored.WithinTimeout();

        var samples = await SamplesAsync(database);

        var finished = samples[0];
        Assert.Equal((comparison.Id, "scripted", "a", LaneState.Finished, null, 1), (finished.ComparisonId, finished.Provider, finished.Model, finished.State, finished.Failure, finished.Attempts));
        Assert.Equal((0d, 120d, 500d), (finished.QueueMs, finished.TtftMs, finished.DurationMs));
        Assert.Equal((11L, 22L, false, 123_457L, false), (finished.InputTokens, finished.OutputTokens, finished.AreTokensEstimated, finished.CostNanoUsd, finished.IsCostEstimated));
        Assert.Equal((comparison.CreatedAt.AddMilliseconds(500), ProgramRelease.Name, false), (finished.EndedAt, finished.Release, finished.IsSummed));
        var failed = samples[1];
        Assert.Equal((LaneState.Failed, FailureKind.ConnectionLost, null, false), (failed.State, failed.Failure, failed.CostNanoUsd, failed.IsCostEstimated));
        // "part" and "a secret prompt", four characters for each token.
        Assert.Equal((4L, 1L, true), (failed.InputTokens, failed.OutputTokens, failed.AreTokensEstimated));
        Assert.Equal(("", "unknown", FailureKind.UnknownModel, null, null), (samples[2].Provider, samples[2].Model, samples[2].Failure, samples[2].QueueMs, samples[2].OutputTokens));
        Assert.DoesNotContain(typeof(StoredLaneSample).GetProperties(), property => samples.Any(sample => $"{property.GetValue(sample)}".Contains("secret", StringComparison.Ordinal)));
    }

    [Theory]
    [EveryStorage]
    public async Task Delete_OfAComparisonWhoseLanesRun_KeepsHowTheyEnded(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var comparison = rig.Start("a", "b");
        (await rig.Provider.NextCallAsync("a")).Text("whole").Complete();
        await rig.Provider.NextCallAsync("b");
        await EngineRig.EndOfAsync(comparison, 0);

        Assert.True(await rig.Live.DeleteAsync(comparison.Id));

        Assert.Equal([LaneState.Finished, LaneState.Stopped], (await SamplesAsync(database)).Select(static sample => sample.State));
        await using var context = database.Database.CreateContext();
        Assert.False(await context.Comparisons.AnyAsync());
    }

    [Theory]
    [EveryStorage]
    public async Task Storage_DownWhenALaneEnds_LosesNothingAndCountsNothingTwice(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        var health = new StorageHealth();
        await using var archive = NewArchive(database, health);
        await using var rig = new EngineRig(archive: archive);
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Text("kept").Complete();
        await comparison.Completion.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => health.Trouble is not null);

        await using (var context = database.Database.CreateContext())
        {
            await context.Database.MigrateAsync();
        }

        await comparison.Stored.WithinTimeout();
        Assert.Equal(LaneState.Finished, Assert.Single(await SamplesAsync(database)).State);
    }

    [Theory]
    [EveryStorage]
    public async Task ComparisonFromElsewhere_TakenIn_LeavesNoSample(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var log = ComparisonLog.Restore(Numbered(new LaneCreated(0, "a"), new LaneEnded(0, LaneState.Finished, null, new LaneMetrics()), Ended()));
        var comparison = LiveComparison.Restore("elsewhere", ComparisonRequest.Create("a prompt", "a"), ComparisonOrigin.None, ConcurrencyMode.Concurrent, rig.Time.GetUtcNow(), log);

        rig.Live.Adopt(comparison);
        await comparison.Stored.WithinTimeout();

        Assert.Empty(await SamplesAsync(database));
    }

    [Theory]
    [EveryStorage]
    public async Task Recovery_OfLanesThatDidNotEnd_GivesThemSamplesOnce(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(database, "cut", ComparisonState.Running, new LaneCreated(0, "a"), new LaneCreated(1, "b"), new AttemptStarted(0, 1));

        for (var start = 0; start < 2; start++)
        {
            await new ComparisonRecovery(database.Open(), NullLogger<ComparisonRecovery>.Instance).StartingAsync(CancellationToken.None);
        }

        Assert.Equal([("a", LaneState.Interrupted, ""), ("b", LaneState.Interrupted, "")], (await SamplesAsync(database)).Select(static sample => (sample.Model, sample.State, sample.Release)));
    }

    [Fact]
    public void Of_WhatIsNotToBeBelieved_IsUnknown()
    {
        var metrics = new LaneMetrics { InputTokens = -1, OutputTokens = long.MaxValue, CostUsd = 1e20m, IsCostEstimated = true, Provider = "p" };

        var sample = LaneSampleRows.Of("c", DateTimeOffset.UnixEpoch, "P:" + new string('m', 500), new LaneEnded(0, LaneState.Finished, null, metrics), null, "1.0");

        Assert.Equal((null, null, null, false, false), (sample.InputTokens, sample.OutputTokens, sample.CostNanoUsd, sample.IsCostEstimated, sample.AreTokensEstimated));
        Assert.Equal(new string('m', LaneSampleRows.MostModelCharacters), sample.Model);
    }

    internal static async Task StoreAsync(TestDatabase database, string id, ComparisonState state, params ComparisonEvent[] events)
    {
        await using var context = database.Database.CreateContext();
        var row = new StoredComparison { Id = id, ConversationId = id, Prompt = "a prompt", Title = "a prompt", State = state, CreatedAt = DateTimeOffset.UnixEpoch.AddDays(20_000) };
        row.Lanes.AddRange(events.OfType<LaneCreated>().Select(static lane => new StoredLane { Lane = lane.Lane, Model = lane.Model }));
        row.Segments.Add(new StoredSegment { FirstSequence = 1, Data = EventCodec.Encode(Numbered(events)) });
        context.Comparisons.Add(row);
        await context.SaveChangesAsync();
    }

    internal static async Task<List<StoredLaneSample>> SamplesAsync(TestDatabase database)
    {
        await using var context = database.Database.CreateContext();
        return await context.LaneSamples.AsNoTracking().OrderBy(static sample => sample.ComparisonId).ThenBy(static sample => sample.Lane).ToListAsync();
    }

    private static ComparisonEnded Ended() => ComparisonEnded.Of([new LaneEnded(0, LaneState.Finished, null, new LaneMetrics())], DateTimeOffset.UnixEpoch);

    private static ComparisonEvent[] Numbered(params ComparisonEvent[] events)
    {
        for (var index = 0; index < events.Length; index++)
        {
            events[index].Sequence = index + 1;
        }

        return events;
    }

    private static ComparisonArchive NewArchive(TestDatabase database, StorageHealth? health = null) =>
        new(database.Database, health ?? new StorageHealth(), new HistoryChanges(), TimeProvider.System, NullLogger<ComparisonArchive>.Instance);
}
