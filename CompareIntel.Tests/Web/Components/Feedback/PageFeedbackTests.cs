using CompareIntel.Core.Feedback;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Components.Feedback;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Web.Components.Feedback;

public sealed class PageFeedbackTests
{
    [Fact]
    public async Task Toggle_SetsChangesAndTakesBackAndAnotherPageFindsIt()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await using var archive = new ComparisonArchive(database.Database, new StorageHealth(), new HistoryChanges(), TimeProvider.System, NullLogger<ComparisonArchive>.Instance);
        await using var rig = new EngineRig(archive: archive);
        using var own = new OwnFeedback(new FeedbackBook(database.Database, rig.Time));
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Text("one").Complete();
        await comparison.Stored.WithinTimeout();
        var retry = rig.Live.Retry(comparison.Id, [0])!;
        (await rig.Provider.NextCallAsync("a")).Text("two").Complete();
        await retry.Stored.WithinTimeout();
        var told = new List<string?>();
        var page = new PageFeedback(own, null!, told.Add);
        await page.OpenAsync(comparison);
        var (first, second) = (new LaneTake(0, comparison.Id, 0, "a"), new LaneTake(0, retry.Id, 0, "a"));

        Assert.Contains("Noted", await page.ToggleAsync(first, isGood: true), StringComparison.Ordinal);
        await page.ToggleAsync(second, isGood: false);
        Assert.Equal((FeedbackKind.Up, FeedbackKind.Down), (page.Of(first), page.Of(second)));
        await page.ToggleAsync(first, isGood: false);
        Assert.Equal("Taken back.", await page.ToggleAsync(second, isGood: false));
        Assert.Equal((FeedbackKind.Down, (FeedbackKind?)null), (page.Of(first), page.Of(second)));
        Assert.Empty(told);

        var other = new PageFeedback(own, null!, told.Add);
        await other.OpenAsync(comparison);
        Assert.Equal((FeedbackKind.Down, (FeedbackKind?)null), (other.Of(first), other.Of(second)));
        Assert.Equal([null], told);
    }

    [Fact]
    public async Task Toggle_ThatCantBeKept_SaysWhyAndShowsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await using var rig = new EngineRig();
        using var own = new OwnFeedback(new FeedbackBook(database.Database, rig.Time));
        var comparison = rig.Start("a");
        await rig.Provider.NextCallAsync("a");
        var told = new List<string?>();
        var page = new PageFeedback(own, null!, told.Add);
        await page.OpenAsync(comparison);
        var take = new LaneTake(0, comparison.Id, 0, "a");

        var said = await page.ToggleAsync(take, isGood: true);

        Assert.Equal([said], told);
        Assert.Contains("still being written", said, StringComparison.Ordinal);
        Assert.Null(page.Of(take));
    }
}
