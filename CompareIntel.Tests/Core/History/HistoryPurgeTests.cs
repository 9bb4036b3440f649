using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Tests.Core.History;

public sealed class HistoryPurgeTests
{
    private const string Owner = "b-owner";

    [Theory]
    [EveryStorage]
    public async Task PurgeExpired_OldConversations_GoAsThePlanSaidAndOthersStay(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var purge = new HistoryPurge(rig.Database, rig.Time);
        var start = rig.Time.GetUtcNow();
        var old = await rig.AddAsync(Owner, "old", "needle");
        var starred = await rig.AddAsync(Owner, "starred", ["needle"], static row => row.IsStarred = true);
        await rig.AddTurnAsync(starred, "of a starred one", "needle");
        await rig.AddAsync(Owner, "running", ["needle"], static row => row.State = ComparisonState.Running);
        var goesOn = await rig.AddAsync(Owner, "goes on", "needle");
        rig.Time.Advance(TimeSpan.FromDays(1));
        var turn = await rig.AddTurnAsync(old, "old too", "needle");
        rig.Time.Advance(TimeSpan.FromDays(30));
        await rig.AddTurnAsync(goesOn, "new turn", "needle");
        await rig.AddAsync(Owner, "new", "needle");

        var plan = await purge.PlanAsync(10, CancellationToken.None);
        Assert.Equal((1, 2, start, start.AddDays(1)), (plan.Conversations, plan.Comparisons, plan.Oldest, plan.Newest));
        Assert.InRange(plan.Bytes, 20, 200);
        Assert.Equal(5, (await rig.TitlesAsync(Owner, HistoryFilter.None)).Length);

        Assert.Equal([old.Id, turn.Id], await purge.PurgeExpiredAsync(10, CancellationToken.None));

        Assert.Equal(["new", "goes on", "running", "starred"], await rig.TitlesAsync(Owner, HistoryFilter.None));
        Assert.Equal(new RetentionPlan(0, 0, null, null, 0), await purge.PlanAsync(10, CancellationToken.None));
        await using var context = rig.Database.CreateContext();
        var gone = new[] { old.Number, turn.Number };
        Assert.False(await context.Segments.AnyAsync(segment => gone.Contains(segment.ComparisonNumber)));
        Assert.False(await context.SearchTexts.AnyAsync(text => gone.Contains(text.Number)));
    }

    [Theory]
    [EveryStorage]
    public async Task PurgeDeleted_AfterTheUndoTime_RemovesThemForGood(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var purge = new HistoryPurge(rig.Database, rig.Time);
        var row = await rig.AddAsync(Owner, "deleted", "needle");
        await rig.AddAsync(Owner, "kept", "needle");
        await rig.History.DeleteAsync(Owner, [row.Id], CancellationToken.None);

        rig.Time.Advance(HistoryPurge.UndoTime);
        Assert.Empty(await purge.PurgeDeletedAsync(CancellationToken.None));
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([row.Id], await purge.PurgeDeletedAsync(CancellationToken.None));

        Assert.Empty(await rig.History.RestoreAsync(Owner, [row.Id], CancellationToken.None));
        Assert.Equal(["kept"], await rig.SearchAsync(Owner, "needle"));
    }
}
