using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Conversations;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Core.Storage;

public class ComparisonArchiveTests
{
    // The writer's: moved by one, the clock lets it have one round and no more.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    public static TheoryData<StorageProvider> Databases => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Load_ComparisonThatEnded_GivesTheSameRequestAndEvents(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var context = database.Database.CreateContext())
        {
            context.Comparisons.Add(Turn(0));
            await context.SaveChangesAsync();
        }

        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var request = new ComparisonRequest
        {
            Prompt = "nothing \0 and half \uD83D of 😀",
            Lanes = [new("a\0") { System = "Be\0 short", Temperature = 0.1f, TopP = 0.3f, MaxOutputTokens = 7, History = [new(ChatRole.User, "x\0"), new(ChatRole.Assistant, "y")] }, new("b")],
        };
        var comparison = rig.Live.Start(request, new ComparisonOrigin { OwnerId = "owner", ConversationId = "turn0", ParentId = "turn0" });
        (await rig.Provider.NextCallAsync("a\0")).Reasoning("Hm\uD83D").Text("\uDE00 \0 ").Text("done").Usage(3, 4, 0.01m).Complete();
        rig.Time.Advance(TimeSpan.FromTicks(1_234_567));
        (await rig.Provider.NextCallAsync("b")).Text("no").Fail(new HttpRequestException("gone"));
        await comparison.Stored.WithinTimeout();

        var loaded = await archive.LoadAsync(comparison.Id, CancellationToken.None);

        Assert.NotNull(loaded);
        Assert.Equal(comparison.Log.Snapshot(), loaded.Log.Snapshot());
        Assert.Equal(comparison.Log.EndSequence, loaded.Log.EndSequence);
        Assert.Equal(comparison.Log.Snapshot().Last().Elapsed, loaded.Log.Elapsed);
        Assert.Equal((request.Prompt, comparison.Origin, comparison.Mode), (loaded.Request.Prompt, loaded.Origin, loaded.Mode));
        Assert.Equal(comparison.CreatedAt.ToUnixTimeMilliseconds(), loaded.CreatedAt.ToUnixTimeMilliseconds());
        Assert.Equal(["x\0", "y"], loaded.Request.Lanes[0].History.Select(static message => message.Text));
        Assert.Equal([.. request.Lanes.Select(static lane => lane with { History = [] })], loaded.Request.Lanes.Select(static lane => lane with { History = [] }));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_ManyThatEndTogether_AreStoredFourAtATimeInTheOrderOfTheirStarts(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new TrackingTimeProvider();
        var health = new StorageHealth();
        var rounds = 0;
        health.Stored += _ => Interlocked.Increment(ref rounds);
        await using var archive = NewArchive(database, health, clock: clock);
        await using var rig = new EngineRig(archive: archive);
        var comparisons = await EndTogetherAsync(rig, 9, async () => await AsyncAssert.EventuallyAsync(() => Volatile.Read(ref rounds) == 1));

        foreach (var stored in (int[])[4, 8, 9])
        {
            var round = Volatile.Read(ref rounds);
            clock.Advance(s_tick);
            await AsyncAssert.EventuallyAsync(() => Volatile.Read(ref rounds) == round + 1);
            await AsyncAssert.EventuallyAsync(() => comparisons.Count(static comparison => comparison.Stored.IsCompleted) >= stored);
            Assert.Equal(comparisons.Select((_, index) => index < stored), comparisons.Select(static comparison => comparison.Stored.IsCompleted));
        }

        await using var context = database.Database.CreateContext();
        var rows = await context.Comparisons.Include(static row => row.Lanes).OrderBy(static row => row.Number).ToListAsync();
        Assert.Equal(comparisons.Select(static comparison => comparison.Id), rows.Select(static row => row.Id));
        Assert.All(rows, static row => Assert.Equal((ComparisonState.Completed, "Finished Failed Finished"), (row.State, string.Join(' ', row.Lanes.OrderBy(static lane => lane.Lane).Select(static lane => lane.State)))));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Flush_ManyHaveEndedTogether_StoresThemAllAtOnce(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var health = new StorageHealth();
        await using var archive = NewArchive(database, health, clock: new TrackingTimeProvider());
        await using var rig = new EngineRig(archive: archive);
        var comparisons = await EndTogetherAsync(rig, 9, async () => await AsyncAssert.EventuallyAsync(() => health.LastRound is not null));

        archive.Flush();

        await Task.WhenAll(comparisons.Select(static comparison => comparison.Stored)).WithinTimeout();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_FollowUpOfOneThatIsLeftForLater_IsLeftTooAndOthersAreNot(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new TrackingTimeProvider();
        var health = new StorageHealth();
        await using var archive = NewArchive(database, health, clock: clock);
        await using var rig = new EngineRig(archive: archive);
        var comparisons = await EndTogetherAsync(rig, 6, async () => await AsyncAssert.EventuallyAsync(() => health.LastRound is not null));
        var followUp = rig.Live.Start(FollowUp.Create(comparisons[5], "two", [new("finishes5", 0)]), FollowUp.OriginAfter(comparisons[5]));
        var other = rig.Live.Start(ComparisonRequest.Create("Other", ["a"]));
        await rig.Provider.NextCallAsync("finishes5");
        await rig.Provider.NextCallAsync("a");

        clock.Advance(s_tick);
        await AsyncAssert.EventuallyAsync(() => comparisons[3].Stored.IsCompleted);
        Assert.Equal([.. comparisons.Take(4).Select(static comparison => comparison.Id), other.Id], await StoredAsync());
        clock.Advance(s_tick);
        await AsyncAssert.EventuallyAsync(() => comparisons[5].Stored.IsCompleted);
        Assert.Equal([.. comparisons.Take(4).Select(static comparison => comparison.Id), other.Id, comparisons[4].Id, comparisons[5].Id, followUp.Id], await StoredAsync());

        async Task<List<string>> StoredAsync()
        {
            await using var context = database.Database.CreateContext();
            return await context.Comparisons.OrderBy(static row => row.Number).Select(static row => row.Id).ToListAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_MakesThePromptFindableAtOnceAndTheAnswersAtTheEndAndTellsOfBoth(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var changes = new HistoryChanges();
        var told = 0;
        changes.Changed += owner => told += owner == "owner" ? 1 : 0;
        await using var archive = NewArchive(database, changes: changes);
        await using var rig = new EngineRig(archive: archive);
        var history = new ComparisonHistory(database.Open(), changes, rig.Time);

        var comparison = rig.Live.Start(ComparisonRequest.Create("Where is the *haystack*?\0", ["a"]), new ComparisonOrigin { OwnerId = "owner" });
        var call = await rig.Provider.NextCallAsync("a");
        call.Text("A needle");
        await AsyncAssert.EventuallyAsync(() => Volatile.Read(ref told) == 1);
        Assert.Single(await FindAsync("haystack"));
        Assert.Empty(await FindAsync("needle"));

        call.Complete();
        await comparison.Stored.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => Volatile.Read(ref told) == 2);

        Assert.Equal("Where is the haystack?", Assert.Single(await FindAsync("needle")).Title.TrimEnd('\0', '\uFFFD'));

        async Task<IReadOnlyList<HistoryEntry>> FindAsync(string query) =>
            (await history.ListAsync("owner", new HistoryFilter { Query = query }, null, ComparisonHistory.MostEntries, CancellationToken.None)).Entries;
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Load_WithRetries_GivesThemInOrder(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var first = rig.Start("a", "b");
        (await rig.Provider.NextCallAsync("a")).Text("a1").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("b1").Complete();
        await first.Completion.WithinTimeout();
        var retry = rig.Live.Retry(first.Id, [1])!;
        (await rig.Provider.NextCallAsync("b")).Text("b2").Complete();
        await retry.Stored.WithinTimeout();
        await first.Stored.WithinTimeout();

        var loaded = (await archive.LoadAsync(first.Id, CancellationToken.None))!;

        var (latest, lane) = loaded.LatestTake(1);
        Assert.Equal((retry.Id, 0), (latest.Id, lane));
        Assert.Equal("b2", ComparisonTranscript.Of(latest.Log).TextOf(0));
        Assert.Same(loaded, latest.First);
        Assert.Equal((loaded, 0), loaded.LatestTake(0));
        Assert.Null(await archive.LoadAsync(retry.Id, CancellationToken.None));
        Assert.Null(await archive.LoadAsync("none", CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Load_ThousandTurns_FindsEveryMessageThatIsStoredOnce(StorageProvider provider)
    {
        const int Turns = 1_000;
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var context = database.Database.CreateContext())
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                context.Comparisons.Add(Turn(turn));
            }

            await context.SaveChangesAsync();
        }

        await using var archive = NewArchive(database);

        var loaded = (await archive.LoadAsync($"turn{Turns - 1}", CancellationToken.None))!;

        var expected = Enumerable.Range(0, Turns - 1).SelectMany(static turn => new[] { $"user prompt{turn}", $"assistant answer{turn}" }).Prepend("system start");
        Assert.Equal(expected, loaded.Request.Lanes[0].History.Select(static message => $"{message.Role} {message.Text}"));
        Assert.Equal(new LaneReference($"turn{Turns - 2}", 0), loaded.Request.Lanes[0].HistoryFrom);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_TurnThatOthersGoOnFrom_LeavesThemTheirHistory(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var context = database.Database.CreateContext())
        {
            context.Comparisons.AddRange(Turn(0), Turn(1), Turn(2));
            await context.SaveChangesAsync();
        }

        await using var archive = NewArchive(database);

        Assert.True(await archive.DeleteAsync("turn1", CancellationToken.None));

        Assert.Null(await archive.LoadAsync("turn1", CancellationToken.None));
        var loaded = (await archive.LoadAsync("turn2", CancellationToken.None))!;
        Assert.Equal(["start", "prompt0", "answer0", "prompt1", "answer1"], loaded.Request.Lanes[0].History.Select(static message => message.Text));
        Assert.False(await archive.DeleteAsync("turn1", CancellationToken.None));
        await using var after = database.Database.CreateContext();
        Assert.Equal(2, await after.Segments.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_FirstTurn_MakesTheNextOneFirstWithTitleStarAndTags(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var first = await rig.AddAsync("o_1", "first", "x");
        await rig.History.UpdateAsync("o_1", first.Id, new HistoryUpdate { Title = "Named", IsStarred = true, Tags = ["kept"] }, CancellationToken.None);
        var second = await rig.AddTurnAsync(first, "second", "x");
        var third = await rig.AddTurnAsync(first, "third", "x");
        await using var archive = new ComparisonArchive(rig.Database, new StorageHealth(), new HistoryChanges(), TimeProvider.System, NullLogger<ComparisonArchive>.Instance);

        Assert.True(await archive.DeleteAsync(first.Id, CancellationToken.None));

        var entry = Assert.Single((await rig.History.ListAsync("o_1", HistoryFilter.None, null, 10, CancellationToken.None)).Entries);
        Assert.Equal((second.Id, "Named", true, 2), (entry.Id, entry.Title, entry.IsStarred, entry.Turns));
        Assert.Equal(["kept"], entry.Tags);
        Assert.Equal(second.Id, (await rig.History.FindAsync("o_1", third.Id, CancellationToken.None))?.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_FollowUpOfADeletedConversation_BeginsOneOfItsOwnThatOutlivesIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var first = await StoreFirstAsync(rig);
        await using var context = database.Database.CreateContext();
        await context.Comparisons.ExecuteUpdateAsync(set => set.SetProperty(static row => row.DeletedAt, DateTimeOffset.UnixEpoch));

        var second = await StoreSecondAsync(rig, first);
        await context.Comparisons.Where(row => row.Id == first.Id).ExecuteDeleteAsync();

        var row = await context.Comparisons.SingleAsync();
        Assert.Equal((second.Id, second.Id, null), (row.Id, row.ConversationId, row.ParentId));
        var loaded = (await archive.LoadAsync(second.Id, CancellationToken.None))!;
        Assert.Equal(["one", "a1"], loaded.Request.Lanes[0].History.Select(static message => message.Text));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Purge_OfATurnThatAnotherConversationGoesOnFrom_LeavesItsHistory(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(archive: archive);
        var first = await StoreFirstAsync(rig);
        var second = await StoreSecondAsync(rig, first);
        await using var context = database.Database.CreateContext();
        await context.Comparisons.Where(row => row.Id == first.Id).ExecuteUpdateAsync(set => set.SetProperty(static row => row.DeletedAt, DateTimeOffset.UnixEpoch));

        Assert.Equal([first.Id], await new HistoryPurge(database.Database, TimeProvider.System).PurgeDeletedAsync(CancellationToken.None));

        var loaded = (await archive.LoadAsync(second.Id, CancellationToken.None))!;
        Assert.Equal(["one", "a1"], loaded.Request.Lanes[0].History.Select(static message => message.Text));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_WhileTheDatabaseIsDown_SlowsNoLaneSaysSoOnceAndCatchesUp(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        var logger = new FakeLogger<ComparisonArchive>();
        var health = new StorageHealth();
        await using var archive = new ComparisonArchive(database.Database, health, new HistoryChanges(), TimeProvider.System, logger);
        await using var rig = new EngineRig(archive: archive);

        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Text("kept").Complete();
        await comparison.Completion.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => health.Trouble is not null);
        archive.Flush();
        archive.Flush();

        Assert.False(comparison.Stored.IsCompleted);
        Assert.DoesNotContain(database.Data.Path, health.Trouble!.Message, StringComparison.Ordinal);
        await using (var context = database.Database.CreateContext())
        {
            await context.Database.MigrateAsync();
        }

        await comparison.Stored.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => logger.Collector.GetSnapshot().Any(static line => line.Id.Id == 1302));
        Assert.Null(health.Trouble);
        Assert.Equal(comparison.Log.Snapshot(), (await archive.LoadAsync(comparison.Id, CancellationToken.None))!.Log.Snapshot());
        Assert.Single(logger.Collector.GetSnapshot(), static line => line.Id.Id == 1300);
    }

    [Fact]
    public async Task Add_ComparisonThatTheDatabaseRefuses_KeepsNoOtherFromBeingStored()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Postgres);
        var health = new StorageHealth();
        await using var archive = NewArchive(database, health);
        await using var rig = new EngineRig(archive: archive);

        // PostgreSQL takes no NUL, and nobody escapes it here.
        var refused = rig.Live.Start(ComparisonRequest.Create("one", "a"), new ComparisonOrigin { OwnerId = "\0" });
        var other = rig.Live.Start(ComparisonRequest.Create("two", "b"));
        (await rig.Provider.NextCallAsync("a")).Text("a1").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("b1").Complete();
        await other.Stored.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => health.Trouble is not null);

        Assert.NotNull(await archive.LoadAsync(other.Id, CancellationToken.None));
        Assert.False(refused.Stored.IsCompleted);
        Assert.True(await rig.Live.DeleteAsync(refused.Id));
        await refused.Stored.WithinTimeout();
        Assert.Null(health.Trouble);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Recovery_OfRunsThatDidNotEnd_InterruptsWhatRanAndKeepsWhatHadEnded(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        LiveComparison comparison;
        ComparisonArchive archive;
        await using (var rig = new EngineRig(archive: (archive = NewArchive(database))))
        {
            comparison = rig.Start("a", "b", "c");
            (await rig.Provider.NextCallAsync("a")).Text("whole").Complete();
            var running = await rig.Provider.NextCallAsync("b");
            running.Reasoning("hm").Text("half an ").Text("answer");
            await EngineRig.EndOfAsync(comparison, 0);
            await EngineRig.WaitForAsync<TextReceived>(comparison.Log, static delta => delta.Text == "answer");
            await EngineRig.WaitForAsync<AttemptStarted>(comparison.Log, static attempt => attempt.Lane == 2);
            // The last that this process stores.
            await archive.DisposeAsync();
        }

        await RecoverAsync(database);
        await using var after = NewArchive(database);
        var loaded = (await after.LoadAsync(comparison.Id, CancellationToken.None))!;

        var transcript = ComparisonTranscript.Of(loaded.Log);
        Assert.Equal(ComparisonState.Interrupted, transcript.Progress.State);
        Assert.Equal([LaneState.Finished, LaneState.Interrupted, LaneState.Interrupted], transcript.Progress.Lanes.Select(static lane => lane.State));
        Assert.Equal(["whole", "half an answer", ""], Enumerable.Range(0, 3).Select(transcript.TextOf));
        Assert.Equal((14L, 2L, 1), (transcript.Progress.Lanes[1].Metrics!.TextLength, transcript.Progress.Lanes[1].Metrics!.ReasoningLength, transcript.Progress.Lanes[1].Metrics!.Attempts));
        Assert.Equal(comparison.Log.Snapshot().Take((int)loaded.Log.EndSequence - 3), loaded.Log.Snapshot().Take((int)loaded.Log.EndSequence - 3));
        await using var context = database.Database.CreateContext();
        Assert.Equal([LaneState.Finished, LaneState.Interrupted, LaneState.Interrupted], await context.Lanes.OrderBy(static lane => lane.Lane).Select(static lane => lane.State).ToListAsync());
        Assert.Equal(ComparisonState.Interrupted, (await context.Comparisons.SingleAsync()).State);
        Assert.Single(await SearchIndex.Find(context, SearchQuery.Parse("\"half an answer\"")).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Retry_OfAnInterruptedLaneAfterARestart_SendsItsExactContext(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string id;
        await using (var archive = NewArchive(database))
        {
            await using var rig = new EngineRig(archive: archive);
            var first = rig.Start("a");
            (await rig.Provider.NextCallAsync("a")).Text("a1").Complete();
            await first.Completion.WithinTimeout();
            var second = rig.Live.Start(
                new ComparisonRequest { Prompt = "and then?", Lanes = [new("a") { System = "Be brief.", Temperature = 0.5f, History = [new(ChatRole.User, "a prompt"), new(ChatRole.Assistant, "a1")], HistoryFrom = new(first.Id, 0) }] },
                new ComparisonOrigin { ConversationId = first.Id, ParentId = first.Id });
            (await rig.Provider.NextCallAsync("a")).Text("half");
            await EngineRig.WaitForAsync<TextReceived>(second.Log);
            id = second.Id;
            await rig.Live.ShutDownAsync(TimeSpan.Zero).WithinTimeout();
        }

        await using var afterArchive = NewArchive(database);
        await using var after = new EngineRig(archive: afterArchive);
        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => after.Live.FindAsync(id).AsTask())).WithinTimeout();
        Assert.Single(found.Distinct());
        var retry = after.Live.Retry(id, [0])!;
        var call = await after.Provider.NextCallAsync("a");
        call.Text("whole").Complete();
        await retry.Stored.WithinTimeout();

        Assert.Equal(["system Be brief.", "user a prompt", "assistant a1", "user and then?"], call.Messages.Select(static message => $"{message.Role} {message.Text}"));
        Assert.Equal(0.5f, call.Options.Temperature);
        var loaded = (await afterArchive.LoadAsync(id, CancellationToken.None))!;
        Assert.Equal("half", ComparisonTranscript.Of(loaded.Log).TextOf(0));
        Assert.Equal("whole", ComparisonTranscript.Of(loaded.LatestTake(0).Comparison.Log).TextOf(0));
    }

    [Fact]
    public async Task Find_ComparisonThatHadToLeaveMemory_ReadsItFromStorage()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await using var archive = NewArchive(database);
        await using var rig = new EngineRig(static options => options.RetainedMegabytes = 0, archive: archive);
        var (id, events) = await RunAsync("one");
        // Storing may end after the end was booked; the next end looks again.
        await RunAsync("two");
        await AsyncAssert.EventuallyAsync(() =>
        {
            GC.Collect();
            return rig.Live.Find(id) is null;
        });

        var found = (await rig.Live.FindAsync(id))!;

        Assert.Equal(events, found.Log.Snapshot());
        Assert.Same(found, await rig.Live.FindAsync(id));

        async Task<(string Id, ComparisonEvent[] Events)> RunAsync(string prompt)
        {
            var comparison = rig.Live.Start(ComparisonRequest.Create(prompt, "a"));
            (await rig.Provider.NextCallAsync("a")).Text(prompt).Complete();
            await comparison.Stored.WithinTimeout();
            return (comparison.Id, [.. comparison.Log.Snapshot()]);
        }
    }

    [Fact]
    public async Task Load_DatabaseThatIsGone_SaysWhatToDoWithoutSecrets()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Postgres);
        await using var archive = NewArchive(database);

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await archive.LoadAsync("x", CancellationToken.None));

        Assert.Contains("Try again", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("postgres", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<LiveComparison> StoreFirstAsync(EngineRig rig) => StoreAsync(rig, rig.Live.Start(ComparisonRequest.Create("one", "a")), "a1");

    private static Task<LiveComparison> StoreSecondAsync(EngineRig rig, LiveComparison first) =>
        StoreAsync(rig, rig.Live.Start(FollowUp.Create(first, "two", [new("a", 0)]), FollowUp.OriginAfter(first)), "a2");

    private static async Task<LiveComparison> StoreAsync(EngineRig rig, LiveComparison turn, string answer)
    {
        (await rig.Provider.NextCallAsync("a")).Text(answer).Complete();
        await turn.Stored.WithinTimeout();
        return turn;
    }

    /// <summary>Starts comparisons of three lanes, of which the second fails, and ends them after <paramref name="isFirstStored"/>, which waits until the first is known to the database.</summary>
    private static async Task<LiveComparison[]> EndTogetherAsync(EngineRig rig, int count, Func<Task> isFirstStored)
    {
        var comparisons = new LiveComparison[count];
        for (var index = 0; index < count; index++)
        {
            comparisons[index] = rig.Live.Start(ComparisonRequest.Create("Go", [$"finishes{index}", $"fails{index}", $"ends{index}"]));
            if (index == 0)
            {
                await isFirstStored();
            }
        }

        for (var index = 0; index < count; index++)
        {
            (await rig.Provider.NextCallAsync($"finishes{index}")).Text("word").Complete();
            (await rig.Provider.NextCallAsync($"fails{index}")).Text("no").Fail(new HttpRequestException("gone"));
            (await rig.Provider.NextCallAsync($"ends{index}")).Text("word").Complete();
            await comparisons[index].Completion.WithinTimeout();
        }

        return comparisons;
    }

    private static ComparisonArchive NewArchive(TestDatabase database, StorageHealth? health = null, HistoryChanges? changes = null, TimeProvider? clock = null) =>
        new(database.Open(), health ?? new StorageHealth(), changes ?? new HistoryChanges(), clock ?? TimeProvider.System, NullLogger<ComparisonArchive>.Instance);

    private static Task RecoverAsync(TestDatabase database) =>
        new ComparisonRecovery(database.Open(), NullLogger<ComparisonRecovery>.Instance).StartingAsync(CancellationToken.None);

    private static StoredComparison Turn(int turn)
    {
        ComparisonEvent[] events =
        [
            new LaneCreated(0, "a"),
            new AttemptStarted(0, 1),
            new TextReceived(0, "answer"),
            new TextReceived(0, $"{turn}"),
            new LaneEnded(0, LaneState.Finished, null, new LaneMetrics()),
        ];
        ComparisonEvent[] all = [.. events, ComparisonEnded.Of([(LaneEnded)events[^1]], DateTimeOffset.UnixEpoch)];
        return new StoredComparison
        {
            Id = $"turn{turn}",
            ConversationId = "turn0",
            ParentId = turn > 0 ? $"turn{turn - 1}" : null,
            Prompt = $"prompt{turn}",
            Title = "t",
            State = ComparisonState.Completed,
            Lanes =
            {
                new StoredLane
                {
                    Model = "a",
                    State = LaneState.Finished,
                    History = turn == 0 ? ComparisonRows.WriteHistory([new("system", "start")]) : null,
                    HistoryFromId = turn > 0 ? $"turn{turn - 1}" : null,
                    HistoryFromLane = turn > 0 ? 0 : null,
                },
            },
            Segments = { new StoredSegment { FirstSequence = 1, Data = EventCodec.Encode(all) } },
        };
    }
}
