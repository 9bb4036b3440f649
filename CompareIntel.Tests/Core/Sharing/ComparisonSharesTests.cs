using CompareIntel.Core.Sharing;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Sharing;

public sealed class ComparisonSharesTests
{
    private const string Owner = "b-owner";

    [Theory]
    [EveryStorage]
    public async Task Create_ThenRevokeOrExpire_EndsTheLink(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var shares = new ComparisonShares(rig.Database, rig.Time);
        var row = await rig.AddAsync(Owner, "prompt", "answer");

        var forever = (await shares.CreateAsync(Owner, row.Id, null, CancellationToken.None))!;
        var day = (await shares.CreateAsync(Owner, row.Id, TimeSpan.FromDays(1), CancellationToken.None))!;

        Assert.NotEqual(forever.Token, day.Token);
        Assert.Equal(28, forever.Token.Length);
        Assert.Equal(row.Id, await shares.FindComparisonAsync(day.Token, CancellationToken.None));
        Assert.Equal(2, (await shares.ListAsync(Owner, row.Id, CancellationToken.None)).Count);
        rig.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await shares.FindComparisonAsync(day.Token, CancellationToken.None));
        Assert.Equal([forever], await shares.ListAsync(Owner, row.Id, CancellationToken.None));
        Assert.True(await shares.RevokeAsync(Owner, forever.Token, CancellationToken.None));
        Assert.Null(await shares.FindComparisonAsync(forever.Token, CancellationToken.None));
        Assert.False(await shares.RevokeAsync(Owner, forever.Token, CancellationToken.None));
    }

    [Theory]
    [EveryStorage]
    public async Task Shares_OfAnotherOwnerOrADeletedComparison_AreAsIfTheyWereNotThere(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var shares = new ComparisonShares(rig.Database, rig.Time);
        var row = await rig.AddAsync(Owner, "prompt", "answer");
        var share = (await shares.CreateAsync(Owner, row.Id, null, CancellationToken.None))!;

        Assert.Null(await shares.CreateAsync("b-other", row.Id, null, CancellationToken.None));
        Assert.Empty(await shares.ListAsync("b-other", row.Id, CancellationToken.None));
        Assert.False(await shares.RevokeAsync("b-other", share.Token, CancellationToken.None));
        Assert.Null(await shares.FindComparisonAsync("no such token", CancellationToken.None));
        await rig.History.DeleteAsync(Owner, [row.Id], CancellationToken.None);
        Assert.Null(await shares.FindComparisonAsync(share.Token, CancellationToken.None));
        Assert.Null(await shares.CreateAsync(Owner, row.Id, null, CancellationToken.None));
        await rig.History.RestoreAsync(Owner, [row.Id], CancellationToken.None);
        Assert.Equal(row.Id, await shares.FindComparisonAsync(share.Token, CancellationToken.None));
    }
}
