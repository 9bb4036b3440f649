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

    [Theory]
    [EveryStorage]
    public async Task Create_AsManyAsThereMayBe_RefusesMoreUntilOneIsRevokedOrOutOfTime(StorageProvider provider)
    {
        await using var rig = await StorageRig.StartAsync(provider);
        var shares = new ComparisonShares(rig.Database, rig.Time);
        var row = await rig.AddAsync(Owner, "prompt", "answer");
        var hour = (await shares.CreateAsync(Owner, row.Id, TimeSpan.FromHours(1), CancellationToken.None))!;
        for (var count = 1; count < ComparisonShares.MostShares; count++)
        {
            await shares.CreateAsync(Owner, row.Id, null, CancellationToken.None);
        }

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => shares.CreateAsync(Owner, row.Id, null, CancellationToken.None));
        Assert.Contains("Revoke one", fault.Message, StringComparison.Ordinal);

        rig.Time.Advance(TimeSpan.FromHours(1));
        var next = (await shares.CreateAsync(Owner, row.Id, null, CancellationToken.None))!;
        Assert.Null(await shares.FindComparisonAsync(hour.Token, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => shares.CreateAsync(Owner, row.Id, null, CancellationToken.None));
        await shares.RevokeAsync(Owner, next.Token, CancellationToken.None);
        Assert.NotNull(await shares.CreateAsync(Owner, row.Id, null, CancellationToken.None));
    }
}
