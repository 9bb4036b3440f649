using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Tests.Core.History;

public sealed class ComparisonHistoryTests
{
    private const string Owner = "b-owner";

    [Theory]
    [EveryStorage]
    public async Task List_ManyParts_GivesEveryConversationOnceNewestFirst(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        for (var number = 0; number < 7; number++)
        {
            await rig.AddAsync(Owner, $"Prompt {number}", "answer");
        }

        var titles = new List<string>();
        string? cursor = null;
        var parts = 0;
        do
        {
            var slice = await rig.History.ListAsync(Owner, HistoryFilter.None, cursor, 3, CancellationToken.None);
            titles.AddRange(slice.Entries.Select(static entry => entry.Title));
            cursor = slice.NextCursor;
            parts++;
        }
        while (cursor is not null);

        Assert.Equal(["Prompt 6", "Prompt 5", "Prompt 4", "Prompt 3", "Prompt 2", "Prompt 1", "Prompt 0"], titles);
        Assert.Equal(3, parts);
    }

    [Theory]
    [EveryStorage]
    public async Task List_Conversation_IsOneEntryToldByItsFirstTurn(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var first = await rig.AddAsync(Owner, "# The *first* one", ["one", "two"], static row =>
        {
            row.IsStarred = true;
            row.Lanes[1].State = LaneState.Failed;
        });
        var second = await rig.AddTurnAsync(first, "And then?", "three");
        await rig.AddAsync(Owner, "The *first* one", ["again"], row =>
        {
            row.ConversationId = first.Id;
            row.FirstId = second.Id;
        });

        var entry = Assert.Single((await rig.History.ListAsync(Owner, HistoryFilter.None, null, 10, CancellationToken.None)).Entries);

        Assert.Equal(first.Id, entry.Id);
        Assert.Equal("The first one", entry.Title);
        Assert.Equal(2, entry.Turns);
        Assert.True(entry.IsStarred);
        Assert.Equal([new HistoryLane("test:a", LaneState.Finished), new HistoryLane("test:b", LaneState.Failed)], entry.Lanes);
        Assert.Equal(rig.Time.GetUtcNow(), entry.CreatedAt);
        Assert.Null(entry.Hit);
    }

    [Theory]
    [EveryStorage]
    public async Task Everything_OfAnotherOwner_IsAsIfItWereNotThere(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var other = await rig.AddAsync("b-other", "secret", "secret answer");
        await rig.History.TagAsync("b-other", other.Id, ["private"], CancellationToken.None);

        Assert.Empty(await rig.TitlesAsync(Owner, HistoryFilter.None));
        Assert.Empty(await rig.SearchAsync(Owner, "secret"));
        Assert.Null(await rig.History.FindAsync(Owner, other.Id, CancellationToken.None));
        Assert.False(await rig.History.RenameAsync(Owner, other.Id, "mine", CancellationToken.None));
        Assert.False(await rig.History.StarAsync(Owner, other.Id, true, CancellationToken.None));
        Assert.False(await rig.History.TagAsync(Owner, other.Id, ["mine"], CancellationToken.None));
        Assert.Empty(await rig.History.DeleteAsync(Owner, [other.Id], CancellationToken.None));
        var choices = await rig.History.GetChoicesAsync(Owner, CancellationToken.None);
        Assert.Empty(choices.Models);
        Assert.Empty(choices.Tags);
        await Assert.ThrowsAsync<ArgumentException>(() => rig.History.ListAsync(Owner, HistoryFilter.None, other.Id, 10, CancellationToken.None));
        await rig.History.DeleteAsync("b-other", [other.Id], CancellationToken.None);
        Assert.Empty(await rig.History.RestoreAsync(Owner, [other.Id], CancellationToken.None));
        Assert.Empty(await rig.TitlesAsync("b-other", HistoryFilter.None));
    }

    [Theory]
    [EveryStorage]
    public async Task List_Filters_NarrowAlsoTogether(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var start = rig.Time.GetUtcNow();
        var plain = await rig.AddAsync(Owner, "plain", "one", "two");
        rig.Time.Advance(TimeSpan.FromDays(1));
        var failed = await rig.AddAsync(Owner, "failed", ["one"], static row =>
        {
            row.Lanes[0].State = LaneState.Failed;
            row.Lanes[0].Model = "test:x";
        });
        rig.Time.Advance(TimeSpan.FromDays(1));
        await rig.AddAsync(Owner, "stopped", ["one"], static row => row.State = ComparisonState.Stopped);
        await rig.AddAsync(Owner, "running", ["one"], static row => row.State = ComparisonState.Running);
        await rig.AddAsync(Owner, "interrupted", ["one"], static row => row.State = ComparisonState.Interrupted);
        await rig.History.TagAsync(Owner, plain.Id, ["Work", "good  one"], CancellationToken.None);
        await rig.History.StarAsync(Owner, failed.Id, true, CancellationToken.None);

        Assert.Equal(["failed"], await rig.TitlesAsync(Owner, new() { Model = "test:x" }));
        Assert.Equal(["failed"], await rig.TitlesAsync(Owner, new() { State = HistoryState.Failed }));
        Assert.Equal(["stopped"], await rig.TitlesAsync(Owner, new() { State = HistoryState.Stopped }));
        Assert.Equal(["running"], await rig.TitlesAsync(Owner, new() { State = HistoryState.Running }));
        Assert.Equal(["interrupted"], await rig.TitlesAsync(Owner, new() { State = HistoryState.Interrupted }));
        Assert.Equal(["failed", "plain"], await rig.TitlesAsync(Owner, new() { State = HistoryState.Completed }));
        Assert.Equal(["plain"], await rig.TitlesAsync(Owner, new() { Tag = "work" }));
        Assert.Equal(["failed"], await rig.TitlesAsync(Owner, new() { IsStarred = true }));
        Assert.Equal(["interrupted", "running", "stopped", "plain"], await rig.TitlesAsync(Owner, new() { IsStarred = false }));
        Assert.Equal(["failed"], await rig.TitlesAsync(Owner, new() { From = start.AddDays(1), To = start.AddDays(2) }));
        Assert.Equal(["failed"], await rig.TitlesAsync(Owner, new() { Query = "one", IsStarred = true, Model = "test:x" }));
        Assert.Empty(await rig.TitlesAsync(Owner, new() { Query = "one", IsStarred = true, Tag = "work" }));
        var choices = await rig.History.GetChoicesAsync(Owner, CancellationToken.None);
        Assert.Equal(["test:a", "test:b", "test:x"], choices.Models);
        Assert.Equal(["good one", "work"], choices.Tags);
    }

    [Theory]
    [EveryStorage]
    public async Task Search_Words_AreFoundInPromptsAndAnswersOfAllTurns(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var first = await rig.AddAsync(Owner, "What is backpressure?", "A queue that is full.", "Flow control in Zürich, straße 12.");
        await rig.AddTurnAsync(first, "Show me code", "Use channel.Writer.TryWrite(item); 你好世界");
        await rig.AddAsync(Owner, "Dinner", "Soup and bread");

        foreach (var query in new[]
        {
            "backpressure", "BACKPRESSURE", "backpr", "full queue", "\"queue that\"", "zurich", "ZÜRICH", "code", "writer.trywrite", "channel.Writer.TryWr", "好世", "12", "queue \"flow control\" zü",
            "queue\"", "full.", "*queue*", "(queue)", "queue:", "-queue", "^queue", "'queue'",
        })
        {
            var titles = await rig.SearchAsync(Owner, query);
            Assert.True(titles is ["What is backpressure?"], $"{query}: {string.Join(", ", titles)}");
        }

        foreach (var query in new[] { "\"that queue\"", "pressure", "backpressure soup", "backpr full", "\"backpr\"", "好界", "\"backpressure A\"" })
        {
            var titles = await rig.SearchAsync(Owner, query);
            Assert.True(titles is [], $"{query}: {string.Join(", ", titles)}");
        }
    }

    [Theory]
    [EveryStorage]
    public async Task Search_AnythingTyped_IsSafe(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        await rig.AddAsync(Owner, "not and or near", "it's \"quoted\"; DROP TABLE comparisons; --");

        foreach (var query in new[]
        {
            "*", "\"", "\"\"", "'", "''", "%", "_", "(", ")", "()", "!", "&", "|", "<->", ":*", "\\", "--", ";", "\0", "\ud800", "🎉", "NOT", "AND OR", "NEAR(a b)", "words:x", "a AND", "\"a\" OR", "{a b}:c",
            "' OR 1=1 --", new string('x', 10_000), string.Join(' ', Enumerable.Range(0, 2_000)), new string('"', 10_000), new string('*', 10_000), new string('é', 10_000),
        })
        {
            Assert.NotNull(await rig.SearchAsync(Owner, query));
        }

        Assert.Single(await rig.SearchAsync(Owner, ""));
        Assert.Single(await rig.SearchAsync(Owner, "   "));
        Assert.Empty(await rig.SearchAsync(Owner, "*"));
        Assert.Single(await rig.SearchAsync(Owner, "NOT AND"));
        Assert.Single(await rig.SearchAsync(Owner, "it's drop table"));
    }

    [Theory]
    [EveryStorage]
    public async Task Search_Hits_AreMarkedAsTextWithTheirPlace(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var first = await rig.AddAsync(Owner, "Unrelated", "none");
        var turn = await rig.AddTurnAsync(first, "About <b>Cafés</b>", "nothing", "There is a\ncafe here & cafeteria there");

        var slice = await rig.History.ListAsync(Owner, new HistoryFilter { Query = "cafe" }, null, 10, CancellationToken.None);

        var hit = Assert.Single(slice.Entries).Hit!;
        Assert.Equal(turn.Id, hit.ComparisonId);
        Assert.Equal([null, "test:b"], hit.Excerpts.Select(static excerpt => excerpt.Model));
        Assert.Equal([new("About <b>", false), new("Cafés", true), new("</b>", false)], hit.Excerpts[0].Parts);
        Assert.Equal([new("There is a ", false), new("cafe", true), new(" here & ", false), new("cafeteria", true), new(" there", false)], hit.Excerpts[1].Parts);
    }

    [Theory]
    [InlineData("# A title\n\nThis is **very much needle** and ``code`` here", "A title This is very much needle and code here")]
    [InlineData("***needle***, `x`", "needle, x")]
    [InlineData("needle 2 ** 3 ** 4, *.cs and *.js, snake_case, a*b*c, **open", "needle 2 ** 3 ** 4, *.cs and *.js, snake_case, a*b*c, **open")]
    public async Task Search_ExcerptOfMarkdown_HasNoneOfItsMarks(string text, string shown)
    {
        await using var rig = await StorageRig.StartAsync(StorageProvider.Sqlite);
        await rig.AddAsync(Owner, text, "hay");

        var slice = await rig.History.ListAsync(Owner, new HistoryFilter { Query = "needle" }, null, 10, CancellationToken.None);

        var excerpt = Assert.Single(Assert.Single(slice.Entries).Hit!.Excerpts);
        Assert.Equal(shown, string.Concat(excerpt.Parts.Select(static part => part.Text)));
        Assert.Equal("needle", Assert.Single(excerpt.Parts, static part => part.IsHit).Text);
    }

    [Theory]
    [EveryStorage]
    public async Task Search_ManyHitsOfOneConversation_GiveItOnceOverAllParts(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var old = await rig.AddAsync(Owner, "old", "needle");
        var other = await rig.AddAsync(Owner, "other", "needle");
        for (var number = 0; number < 5; number++)
        {
            await rig.AddTurnAsync(old, $"turn {number}", "needle");
            await rig.AddAsync(Owner, $"single {number}", "needle");
            await rig.AddTurnAsync(other, $"turn {number}", number < 3 ? "needle" : "hay");
        }

        var titles = new List<string>();
        string? cursor = null;
        do
        {
            var slice = await rig.History.ListAsync(Owner, new HistoryFilter { Query = "needle" }, cursor, 2, CancellationToken.None);
            titles.AddRange(slice.Entries.Select(static entry => entry.Title));
            cursor = slice.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(["single 4", "old", "single 3", "other", "single 2", "single 1", "single 0"], titles);
    }

    [Theory]
    [EveryStorage]
    public async Task IndexText_OnceMore_ReplacesWhatWasFindable(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var row = await rig.AddAsync(Owner, "prompt", "draft");
        await using var context = rig.Database.CreateContext();

        SearchIndex.IndexText(context, row.Number, "prompt", ["final", new string('w', 3_000_000), "a\0b\ud800c"]);

        Assert.Empty(await rig.SearchAsync(Owner, "draft"));
        Assert.Single(await rig.SearchAsync(Owner, "final prompt"));
        Assert.Single(await rig.SearchAsync(Owner, "\"a b c\""));
    }

    [Theory]
    [EveryStorage]
    public async Task Delete_ThenRestore_BringsEverythingBack(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var first = await rig.AddAsync(Owner, "first", "needle");
        var turn = await rig.AddTurnAsync(first, "second", "needle");
        await rig.AddAsync(Owner, "other", "hay");
        var changes = 0;
        rig.Changes.Changed += _ => changes++;

        Assert.Equal([first.Id], await rig.History.DeleteAsync(Owner, [first.Id, "unknown", turn.Id], CancellationToken.None));

        Assert.Equal(["other"], await rig.TitlesAsync(Owner, HistoryFilter.None));
        Assert.Empty(await rig.SearchAsync(Owner, "needle"));
        Assert.Null(await rig.History.FindAsync(Owner, turn.Id, CancellationToken.None));
        Assert.False(await rig.History.RenameAsync(Owner, first.Id, "x", CancellationToken.None));
        Assert.Empty(await rig.History.DeleteAsync(Owner, [first.Id], CancellationToken.None));

        Assert.Equal([first.Id], await rig.History.RestoreAsync(Owner, [first.Id], CancellationToken.None));
        Assert.Equal(["other", "first"], await rig.TitlesAsync(Owner, HistoryFilter.None));
        Assert.Equal(first.Id, (await rig.History.FindAsync(Owner, turn.Id, CancellationToken.None))!.Id);
        Assert.Equal(["first"], await rig.SearchAsync(Owner, "needle"));
        Assert.Equal(2, changes);
    }

    [Theory]
    [EveryStorage]
    public async Task Update_TitleTagsAndStar_AreCleanedAndKept(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var row = await rig.AddAsync(Owner, "prompt", "answer");

        Assert.True(await rig.History.UpdateAsync(Owner, row.Id, new() { Title = "  A new\nname ", Tags = ["B", "a", "b", " "], IsStarred = true }, CancellationToken.None));

        var entry = await rig.History.FindAsync(Owner, row.Id, CancellationToken.None);
        Assert.Equal("A new name", entry!.Title);
        Assert.Equal(["a", "b"], entry.Tags);
        Assert.True(entry.IsStarred);
        Assert.True(await rig.History.TagAsync(Owner, row.Id, ["b", "c"], CancellationToken.None));
        Assert.Equal(["b", "c"], (await rig.History.FindAsync(Owner, row.Id, CancellationToken.None))!.Tags);
        await Assert.ThrowsAsync<HistoryUpdateException>(() => rig.History.RenameAsync(Owner, row.Id, " \t", CancellationToken.None));
        await Assert.ThrowsAsync<HistoryUpdateException>(() => rig.History.TagAsync(Owner, row.Id, [new string('x', 41)], CancellationToken.None));
        await Assert.ThrowsAsync<HistoryUpdateException>(() => rig.History.TagAsync(Owner, row.Id, [.. Enumerable.Range(0, 21).Select(static tag => $"t{tag}")], CancellationToken.None));
    }

    [Theory]
    [EveryStorage]
    public async Task RemovedComparison_LeavesNothingToBeFound(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var row = await rig.AddAsync(Owner, "prompt", "needle");
        await using var context = rig.Database.CreateContext();

        await context.Comparisons.Where(comparison => comparison.Id == row.Id).ExecuteDeleteAsync();

        Assert.Empty(await context.SearchTexts.ToListAsync());
        Assert.Empty(await SearchIndex.Find(context, SearchQuery.Parse("needle")).ToListAsync());
    }
}
