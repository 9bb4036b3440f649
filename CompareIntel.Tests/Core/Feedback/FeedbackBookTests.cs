using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Feedback;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Feedback;

public sealed class FeedbackBookTests
{
    private static readonly FeedbackFilter s_all = new();

    [Theory]
    [EveryStorage]
    public async Task Rate_ChangedAndTakenBack_IsOnePerAnswer(StorageProvider provider)
    {
        await using var stage = await Stage.StartAsync(provider);
        var comparison = await stage.RunAsync();

        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.RateAsync(comparison, 0, isGood: true, null));
        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.RateAsync(comparison, 1, isGood: true, " half \uD83D of \0 it "));
        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.RateAsync(comparison, 0, isGood: false, "wrong"));
        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.RateAsync(comparison, 0, isGood: false, null));

        var own = (await stage.Book.ListOwnAsync([comparison])).OrderBy(static one => one.Lane).ToArray();
        Assert.Equal([(0, FeedbackKind.Down, "wrong"), (1, FeedbackKind.Up, "half \uD83D of \0 it")], own.Select(static one => (one.Lane, one.Kind, one.Comment)));
        var entries = await stage.Book.ListAsync(s_all, long.MaxValue, 10);
        Assert.Equal([("b", 1), ("a", 0)], entries.Select(static entry => (entry.Model!, entry.Lane!.Value)));
        Assert.Equal(comparison.Id, entries[0].ComparisonId);

        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.TakeBackAsync(comparison, 0));
        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.TakeBackAsync(comparison, 0));
        Assert.Equal([1], (await stage.Book.ListOwnAsync([comparison])).Select(static one => one.Lane));
    }

    [Theory]
    [EveryStorage]
    public async Task Report_KeepsTimesAndNoWordOfTheRun(StorageProvider provider)
    {
        await using var stage = await Stage.StartAsync(provider);
        var comparison = await stage.RunAsync();

        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.ReportAsync(comparison, new ProblemReport(1, "it stopped", MayReadText: false)));
        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.ReportAsync(comparison, new ProblemReport(null, "", MayReadText: true)));

        var entries = await stage.Book.ListAsync(s_all, long.MaxValue, 10);
        Assert.Equal([(null, "", true), (1, "it stopped", false)], entries.Select(static entry => (entry.Lane, entry.Comment, entry.MayReadText)));
        Assert.All(entries, static entry => Assert.Equal(["a", "b"], entry.Figures.Select(static lane => lane.Model)));
        Assert.Equal((LaneState.Finished, 1, 11L), (entries[0].Figures[0].State, entries[0].Figures[0].Attempts, entries[0].Figures[0].Characters));
        Assert.Empty(await stage.Book.ListOwnAsync([comparison]));
        await using var context = stage.Database.CreateContext();
        Assert.DoesNotContain(await context.Feedback.Select(static row => row.Timings).ToListAsync(), static json => json!.Contains("answer", StringComparison.Ordinal) || json.Contains("prompt", StringComparison.Ordinal));
    }

    [Theory]
    [EveryStorage]
    public async Task Mark_DoneAndOpenAgain_IsFilteredAndTakenBackByANewWord(StorageProvider provider)
    {
        await using var stage = await Stage.StartAsync(provider);
        var comparison = await stage.RunAsync();
        await stage.Book.RateAsync(comparison, 0, isGood: false, "wrong");
        await stage.Book.ReportAsync(comparison, new ProblemReport(0, "slow", false));
        var entries = await stage.Book.ListAsync(s_all, long.MaxValue, 10);
        var thumb = entries[1].Number;

        Assert.True(await stage.Book.MarkAsync(thumb, "ada"));
        Assert.False(await stage.Book.MarkAsync(thumb + 1_000, "ada"));

        Assert.Equal(1, await stage.Book.CountOpenAsync());
        Assert.Equal("ada", (await stage.Book.FindAsync(thumb))!.DoneBy);
        Assert.Equal([thumb], (await stage.Book.ListAsync(new FeedbackFilter(IsDone: true), long.MaxValue, 10)).Select(static entry => entry.Number));
        Assert.Equal([FeedbackKind.Problem], (await stage.Book.ListAsync(new FeedbackFilter(IsDone: false), long.MaxValue, 10)).Select(static entry => entry.Kind));
        Assert.Equal([thumb], (await stage.Book.ListAsync(new FeedbackFilter(FeedbackKind.Down), long.MaxValue, 10)).Select(static entry => entry.Number));
        Assert.Equal([thumb], (await stage.Book.ListAsync(s_all, entries[0].Number, 10)).Select(static entry => entry.Number));
        await stage.Book.RateAsync(comparison, 0, isGood: true, null);
        Assert.Null((await stage.Book.FindAsync(thumb))!.DoneAt);
        Assert.True(await stage.Book.MarkAsync(thumb, null));
        Assert.Null(await stage.Book.FindAsync(thumb + 1_000));
    }

    [Theory]
    [EveryStorage]
    public async Task Feedback_OfAComparisonThatIsDeleted_GoesWithIt(StorageProvider provider)
    {
        await using var stage = await Stage.StartAsync(provider);
        var comparison = await stage.RunAsync();
        await stage.Book.RateAsync(comparison, 0, isGood: true, null);
        await stage.Book.ReportAsync(comparison, new ProblemReport(null, "slow", true));

        await using var context = stage.Database.CreateContext();
        await context.Comparisons.ExecuteUpdateAsync(static rows => rows.SetProperty(static row => row.DeletedAt, DateTimeOffset.UnixEpoch));
        Assert.Empty(await stage.Book.ListAsync(s_all, long.MaxValue, 10));
        Assert.Equal(0, await stage.Book.CountOpenAsync());
        await context.Comparisons.ExecuteDeleteAsync();
        Assert.Equal(0, await context.Feedback.CountAsync());
    }

    [Fact]
    public async Task Rate_WhatCantBeRated_SaysWhy()
    {
        await using var stage = await Stage.StartAsync(StorageProvider.Sqlite);
        var running = stage.Rig.Start("c");
        var call = await stage.Rig.Provider.NextCallAsync("c");

        Assert.Equal(FeedbackOutcome.StillRunning, await stage.Book.RateAsync(running, 0, true, null));
        Assert.Equal(FeedbackOutcome.NoLane, await stage.Book.RateAsync(running, 1, true, null));
        Assert.Equal(FeedbackOutcome.NoLane, await stage.Book.TakeBackAsync(running, -1));
        Assert.Equal(FeedbackOutcome.NoLane, await stage.Book.ReportAsync(running, new ProblemReport(1, "", false)));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Book.RateAsync(running, 0, true, new string('x', FeedbackBook.MostCommentCharacters + 1)));
        call.Text("word").Complete();
        await running.Stored.WithinTimeout();
        Assert.Equal(FeedbackOutcome.Kept, await stage.Book.RateAsync(running, 0, true, new string('x', FeedbackBook.MostCommentCharacters)));
        Assert.Equal(FeedbackOutcome.NotStoredYet, await stage.Book.RateAsync(RecordedComparison.WithAnswers("hi", ("a", "", "word")), 0, true, null));
        for (var report = 0; report < FeedbackBook.MostReports; report++)
        {
            Assert.Equal(FeedbackOutcome.Kept, await stage.Book.ReportAsync(running, new ProblemReport(0, "again", false)));
        }

        Assert.Equal(FeedbackOutcome.TooMany, await stage.Book.ReportAsync(running, new ProblemReport(0, "again", false)));
    }

    [Fact]
    public async Task Rate_FromTwoPagesAtOnce_IsStillOnePerAnswer()
    {
        await using var stage = await Stage.StartAsync(StorageProvider.Sqlite);
        var comparison = await stage.RunAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(page => Task.Run(() => stage.Book.RateAsync(comparison, 0, page % 2 == 0, null)))).WithinTimeout();

        Assert.Single(await stage.Book.ListAsync(s_all, long.MaxValue, 10));
    }

    private sealed class Stage : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly ComparisonArchive _archive;

        private Stage(TestDatabase database)
        {
            _database = database;
            _archive = new ComparisonArchive(database.Database, new StorageHealth(), new HistoryChanges(), TimeProvider.System, NullLogger<ComparisonArchive>.Instance);
            Rig = new EngineRig(archive: _archive);
            Book = new FeedbackBook(database.Database, Rig.Time);
        }

        public EngineRig Rig { get; }

        public FeedbackBook Book { get; }

        public ComparisonDatabase Database => _database.Database;

        public static async Task<Stage> StartAsync(StorageProvider provider) => new(await TestDatabase.CreateAsync(provider));

        /// <summary>A comparison of two answers that has ended and is stored.</summary>
        public async Task<LiveComparison> RunAsync()
        {
            var comparison = Rig.Live.Start(ComparisonRequest.Create("the prompt", ["a", "b"]), new ComparisonOrigin { OwnerId = "b-owner" });
            (await Rig.Provider.NextCallAsync("a")).Text("an answer a").Complete();
            (await Rig.Provider.NextCallAsync("b")).Text("an answer b").Complete();
            await comparison.Stored.WithinTimeout();
            return comparison;
        }

        public async ValueTask DisposeAsync()
        {
            await Rig.DisposeAsync();
            await _archive.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
