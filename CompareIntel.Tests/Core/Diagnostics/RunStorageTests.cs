using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Diagnostics;

/// <summary>What is kept of runs for administrators, on both databases.</summary>
public sealed class RunStorageTests
{
    private static readonly WatchTiming s_timing = new()
    {
        Kind = WatcherKind.Page,
        JoinedAtMs = 12.345,
        Server = new TimeSum(7, 21.5, 9.25),
        Circuit = new TimeSum(6, 60, 20),
        Late = 1,
        Paint = new PaintTiming(new TimeSum(6, 50.5, 16.75), 2, new TimeSum(1, 80, 80)),
        Lanes = [new LaneWatch(0, new FirstWordTiming(500.5, 1.25, 8, null), new TimeSum(7, 21.5, 9.25), new TimeSum(6, 60, 20)), new LaneWatch(1, null, TimeSum.None, TimeSum.None)],
    };

    [Theory]
    [EveryStorage]
    public async Task Timings_AreKeptWholeAndBoundedAndGoWithTheirComparison(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        using var timings = new WatchTimings(rig.Database, rig.Time, NullLogger<WatchTimings>.Instance);
        var row = await rig.AddAsync("b-owner", "prompt", "one", "two");
        var other = await rig.AddAsync("b-owner", "another", "one");

        timings.Keep(row.Id, s_timing);
        timings.Keep("nosuch", s_timing);
        await timings.StoreAsync();

        var kept = Assert.Single(await timings.ListAsync(row.Id));
        Assert.Equal(s_timing.Lanes, kept.Lanes);
        Assert.Equal(s_timing with { Lanes = [] }, kept with { Lanes = [] });
        Assert.Empty(await timings.ListAsync(other.Id));

        for (var page = 0; page < 2 * WatchTimings.MostPerComparison; page++)
        {
            timings.Keep(row.Id, s_timing with { Late = 100 + page });
            if (page % 3 == 0)
            {
                await timings.StoreAsync();
            }
        }

        await timings.StoreAsync();
        Assert.Equal(Enumerable.Range(100, WatchTimings.MostPerComparison - 1).Prepend(1), (await timings.ListAsync(row.Id)).Select(static one => one.Late));

        await using var context = rig.Database.CreateContext();
        await context.Comparisons.Where(one => one.Id == row.Id).ExecuteDeleteAsync();
        Assert.Equal(0, await context.PageTimings.CountAsync());
    }

    [Fact]
    public async Task Timings_OfAComparisonThatIsStoredLater_WaitForIt()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        using var timings = new WatchTimings(rig.Database, rig.Time, NullLogger<WatchTimings>.Instance);
        timings.Keep("later", s_timing);
        await timings.StoreAsync();

        await rig.AddAsync("b-owner", "prompt", ["one"], static row => row.Id = row.ConversationId = "later");
        await timings.StoreAsync();

        Assert.Single(await timings.ListAsync("later"));
    }

    [Fact]
    public async Task Timings_ThatCanNotBeWritten_AreWrittenOnceLater()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        using var timings = new WatchTimings(rig.Database, rig.Time, NullLogger<WatchTimings>.Instance);
        var row = await rig.AddAsync("b-owner", "prompt", "one");
        await using var context = rig.Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync("CREATE TRIGGER refuse BEFORE INSERT ON page_timings BEGIN SELECT RAISE(ABORT, 'refused'); END");
        timings.Keep("later", s_timing);
        timings.Keep(row.Id, s_timing);
        await timings.StoreAsync();
        await context.Database.ExecuteSqlRawAsync("DROP TRIGGER refuse");

        await rig.AddAsync("b-owner", "prompt", ["one"], static row => row.Id = row.ConversationId = "later");
        await timings.StoreAsync();

        Assert.Single(await timings.ListAsync("later"));
        Assert.Single(await timings.ListAsync(row.Id));
    }

    [Fact]
    public async Task Timings_OfARunningService_AreWrittenByThemselves()
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        using var timings = new WatchTimings(rig.Database, rig.Time, NullLogger<WatchTimings>.Instance);
        var row = await rig.AddAsync("b-owner", "prompt", "one");
        await timings.StartAsync(CancellationToken.None);

        timings.Keep(row.Id, s_timing);
        await rig.Time.WaitForPendingTimersAsync(1).WithinTimeout();
        rig.Time.Advance(TimeSpan.FromMilliseconds(500));

        await AsyncAssert.EventuallyAsync(() => timings.ListAsync(row.Id).GetAwaiter().GetResult().Count == 1);
        timings.Keep(row.Id, s_timing);
        await timings.StopAsync(CancellationToken.None).WithinTimeout();
        Assert.Equal(2, (await timings.ListAsync(row.Id)).Count);
    }

    [Theory]
    [EveryStorage]
    public async Task List_IsOfAllOwnersNewestFirstAndWithoutWhatWasDeleted(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        await using var engine = new EngineRig();
        var directory = new RunDirectory(rig.Database, engine.Live);
        var first = await rig.AddAsync("b-one", "secret prompt", ["x", "y"], static row =>
        {
            row.Id = row.ConversationId = "abc1";
            row.EndedAt = row.CreatedAt.AddSeconds(3);
            row.Lanes[1].State = LaneState.Failed;
        });
        var second = await rig.AddAsync("b-two", "other prompt", ["x"], static row => row.Id = row.ConversationId = "abd2");
        var gone = await rig.AddAsync("b-two", "gone", "x");
        await rig.History.DeleteAsync("b-two", [gone.Id], CancellationToken.None);
        var running = await rig.AddAsync("b-two", "third", ["x"], static row => (row.State, row.EndedAt) = (ComparisonState.Running, null));

        var all = await directory.ListAsync("", long.MaxValue, 10);

        Assert.Equal([running.Id, second.Id, first.Id], all.Select(static run => run.Id));
        Assert.Equal((ComparisonState.Running, (TimeSpan?)null), (all[0].State, all[0].Duration));
        Assert.Equal(TimeSpan.FromSeconds(3), all[2].Duration);
        Assert.Equal([new RunEntryLane("test:a", LaneState.Finished), new RunEntryLane("test:b", LaneState.Failed)], all[2].Lanes);
        Assert.Equal([second.Id], (await directory.ListAsync("", all[0].Number, 1)).Select(static run => run.Id));
        Assert.Equal([second.Id, first.Id], (await directory.ListAsync("ab", long.MaxValue, 10)).Select(static run => run.Id));
        Assert.Equal([first.Id], (await directory.ListAsync("abc", long.MaxValue, 10)).Select(static run => run.Id));
        Assert.Empty(await directory.ListAsync("%", long.MaxValue, 10));
    }

    [Theory]
    [EveryStorage]
    public async Task Find_ARetryThatIsOnlyStored_ComesWithItsComparison(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string firstId;
        string retryId;
        await using (var archive = NewArchive(database))
        await using (var rig = new EngineRig(archive: archive))
        {
            var first = rig.Start("a");
            (await rig.Provider.NextCallAsync("a")).Text("one").Complete();
            await first.Completion.WithinTimeout();
            // Those that are stored in one go may get their numbers in any order.
            await first.Stored.WithinTimeout();
            var retry = rig.Live.Retry(first.Id, [0])!;
            (await rig.Provider.NextCallAsync("a")).Text("two").Complete();
            await retry.Stored.WithinTimeout();
            (firstId, retryId) = (first.Id, retry.Id);
        }

        await using var archiveLater = NewArchive(database);
        await using var later = new EngineRig(archive: archiveLater);
        var directory = new RunDirectory(database.Database, later.Live);

        Assert.Equal(firstId, (await directory.FindAsync(retryId))!.First!.Id);
        Assert.Equal([retryId], RunExplanation.Of((await directory.FindAsync(firstId))!, []).RetryIds);
        Assert.Null(await directory.FindAsync("nosuch"));
        Assert.Equal([retryId, firstId], (await directory.ListAsync("", long.MaxValue, 10)).Select(static run => run.Id));
    }

    private static ComparisonArchive NewArchive(TestDatabase database) =>
        new(database.Database, new StorageHealth(), new HistoryChanges(), TimeProvider.System, NullLogger<ComparisonArchive>.Instance);
}
