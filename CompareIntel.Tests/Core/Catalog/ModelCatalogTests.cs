using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.Simulated;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CompareIntel.Tests.Core.Catalog;

public sealed class ModelCatalogTests
{
    private readonly TrackingTimeProvider _time = new();
    private readonly FakeLogCollector _logs = FakeLogCollector.Create(new());

    [Theory]
    [InlineData("alpha:m1", "alpha", "m1", true)]
    [InlineData("ALPHA:m1", "alpha", "m1", true)]
    [InlineData("beta:m1", "beta", "m1", true)]
    [InlineData("beta:vendor/other:free", "beta", "vendor/other:free", false)]
    [InlineData("beta:alpha:m1", "beta", "alpha:m1", false)]
    [InlineData("m1", "alpha", "m1", true)]
    [InlineData("m2", "beta", "m2", true)]
    [InlineData("llama3:8b", "beta", "llama3:8b", true)]
    [InlineData("deepseek/r1:free", "beta", "deepseek/r1:free", true)]
    [InlineData("quick", "made-up", "quick", true)]
    [InlineData("made-up:quick", "made-up", "quick", true)]
    [InlineData("nobody-lists-it:8b", "alpha", "nobody-lists-it:8b", false)]
    public async Task ResolveAsync_ListedProviders_FindsWhoAnswers(string id, string provider, string modelId, bool isListed)
    {
        var catalog = await ReadyCatalogAsync(
            new ScriptedModelProvider("alpha", "m1"),
            new ScriptedModelProvider("beta", "m1", "m2", "llama3:8b", "deepseek/r1:free"),
            new ScriptedModelProvider("made-up", "quick", "m2") { IsSimulated = true, AcceptsUnlistedModels = false });

        var resolving = catalog.ResolveAsync(id, CancellationToken.None).AsTask();

        Assert.True(resolving.IsCompletedSuccessfully);
        var resolved = await resolving;
        Assert.NotNull(resolved);
        Assert.Equal(provider, resolved.Provider.Name);
        Assert.Equal(modelId, resolved.ModelId);
        Assert.Equal(isListed ? modelId : null, resolved.Descriptor?.Id);
    }

    [Theory]
    [InlineData("made-up:unheard-of")]
    [InlineData("alpha:")]
    [InlineData("")]
    public async Task ResolveAsync_IdThatNobodyAnswersFor_GivesNull(string id)
    {
        var catalog = await ReadyCatalogAsync(
            new ScriptedModelProvider("alpha", "m1"),
            new ScriptedModelProvider("made-up", "quick") { AcceptsUnlistedModels = false });

        Assert.Null(await catalog.ResolveAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task ResolveAsync_UnlistedIdAndNobodyTakesThose_GivesNull()
    {
        var catalog = await ReadyCatalogAsync(new ScriptedModelProvider("made-up", "quick") { AcceptsUnlistedModels = false });

        Assert.Null(await catalog.ResolveAsync("slow", CancellationToken.None));
    }

    [Fact]
    public async Task ResolveAsync_EarlierProviderStillLoading_WaitsForItsList()
    {
        var loading = new Listing();
        var alpha = new ScriptedModelProvider("alpha", "shared") { OnList = loading.WaitAsync };
        var catalog = Catalog(alpha, new ScriptedModelProvider("beta", "shared", "own"));
        var refreshing = catalog.RefreshAsync(CancellationToken.None);

        var resolving = catalog.ResolveAsync("shared", CancellationToken.None).AsTask();
        Assert.False(resolving.IsCompleted);
        Assert.True(catalog.ResolveAsync("beta:shared", CancellationToken.None).AsTask().IsCompletedSuccessfully);
        Assert.True(catalog.ResolveAsync("alpha:shared", CancellationToken.None).AsTask().IsCompletedSuccessfully);
        loading.SetResult(alpha.Describe());
        await refreshing.WithinTimeout();

        Assert.Equal("alpha", (await resolving.WithinTimeout())?.Provider.Name);
    }

    [Fact]
    public async Task ResolveAsync_LaterProviderStillLoading_DoesNotWait()
    {
        var catalog = Catalog(
            new ScriptedModelProvider("alpha", "m1"), new ScriptedModelProvider("beta", "m1") { OnList = new Listing().WaitAsync });
        var refreshing = catalog.RefreshAsync(CancellationToken.None);

        var resolving = catalog.ResolveAsync("m1", CancellationToken.None).AsTask();

        Assert.True(resolving.IsCompletedSuccessfully);
        Assert.Equal("alpha", (await resolving)?.Provider.Name);
        Assert.False(refreshing.IsCompleted);
    }

    [Fact]
    public async Task ResolveAsync_ListDoesNotArrive_WaitsFiveSecondsAndUsesWhatIsKnown()
    {
        var catalog = Catalog(
            new ScriptedModelProvider("alpha", "m1") { OnList = new Listing().WaitAsync }, new ScriptedModelProvider("beta", "m1"));
        _ = catalog.RefreshAsync(CancellationToken.None);

        var resolving = catalog.ResolveAsync("m1", CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(resolving.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("beta", (await resolving.WithinTimeout())?.Provider.Name);
    }

    [Fact]
    public async Task ResolveAsync_CancelledWhileItWaits_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var catalog = Catalog(new ScriptedModelProvider("alpha", "m1") { OnList = new Listing().WaitAsync });

        var resolving = catalog.ResolveAsync("m1", cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving.WithinTimeout());
    }

    [Fact]
    public async Task RefreshAsync_ProviderHangsAndIgnoresItsToken_DelaysNobodyAndBecomesUnreachable()
    {
        var catalog = Catalog(
            new ScriptedModelProvider("hanging") { OnList = _ => new TaskCompletionSource<IReadOnlyList<ModelDescriptor>>().Task },
            new ScriptedModelProvider("beta", "m1"));

        var refreshing = catalog.RefreshAsync(CancellationToken.None);
        Assert.Equal(CatalogState.Loading, catalog.Current.Providers[0].State);
        Assert.Equal(CatalogState.Ready, catalog.Current.Providers[1].State);
        _time.Advance(TimeSpan.FromSeconds(10));
        await refreshing.WithinTimeout();

        var hanging = catalog.Current.Providers[0];
        Assert.Equal(CatalogState.Unreachable, hanging.State);
        Assert.Contains("in time", hanging.Message, StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(30), hanging.NextAttempt);
    }

    [Fact]
    public async Task RefreshAsync_FailsAfterASuccess_KeepsTheOldListAndSaysSoUntilItRecovers()
    {
        var alpha = new ScriptedModelProvider("alpha", "m1");
        var catalog = await ReadyCatalogAsync(alpha);
        var success = _time.GetUtcNow();

        _time.Advance(TimeSpan.FromMinutes(10));
        alpha.OnList = _ => throw new ProviderException(FailureKind.Unauthorized, "secret provider text");
        await catalog.RefreshAsync(CancellationToken.None);

        var stale = catalog.Current.Providers[0];
        Assert.Equal(CatalogState.Unreachable, stale.State);
        Assert.Equal("m1", Assert.Single(stale.Models).Id);
        Assert.Equal(success, stale.LastSuccess);
        Assert.Contains("key", stale.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", stale.Message, StringComparison.Ordinal);
        Assert.NotNull((await catalog.ResolveAsync("m1", CancellationToken.None))?.Descriptor);

        alpha.OnList = null;
        await catalog.RefreshAsync(CancellationToken.None);

        Assert.Equal(CatalogState.Ready, catalog.Current.Providers[0].State);
        Assert.Null(catalog.Current.Providers[0].Message);
        Assert.Equal(_time.GetUtcNow(), catalog.Current.Providers[0].LastSuccess);
    }

    [Fact]
    public async Task RefreshAsync_KeepsFailing_WarnsOnce()
    {
        var catalog = Catalog(new ScriptedModelProvider("alpha") { OnList = static _ => throw new InvalidOperationException("odd") });

        await catalog.RefreshAsync(CancellationToken.None);
        await catalog.RefreshAsync(CancellationToken.None);

        Assert.Equal([2001, 2002], _logs.GetSnapshot().Select(static record => record.Id.Id));
        Assert.Equal([LogLevel.Warning, LogLevel.Debug], _logs.GetSnapshot().Select(static record => record.Level));
    }

    [Fact]
    public async Task RefreshAsync_Cancelled_ThrowsAndLeavesTheStateAlone()
    {
        using var cancellation = new CancellationTokenSource();
        var catalog = Catalog(new ScriptedModelProvider("alpha") { OnList = new Listing().WaitAsync });

        var refreshing = catalog.RefreshAsync(cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refreshing.WithinTimeout());
        Assert.Equal(CatalogState.Loading, catalog.Current.Providers[0].State);
    }

    [Fact]
    public async Task Changed_ListArrives_IsRaisedAfterCurrentHasChanged()
    {
        var catalog = Catalog(new ScriptedModelProvider("alpha", "m1"), new ScriptedModelProvider("beta", "m2"));
        var counts = new List<int>();
        catalog.Changed += () => counts.Add(catalog.Current.Models.Count());

        await catalog.RefreshAsync(CancellationToken.None);

        Assert.Equal([1, 2], counts);
    }

    [Fact]
    public async Task RefreshAsync_ListNamesAnIdTwice_KeepsTheFirst()
    {
        var catalog = await ReadyCatalogAsync(new ScriptedModelProvider("alpha", "m1", "m2", "m1"));

        Assert.Equal(["m1", "m2"], catalog.Current.Models.Select(static model => model.Id));
    }

    [Fact]
    public async Task PreferredId_BareIdMeansAnotherModel_IsTheExactId()
    {
        var alpha = new ScriptedModelProvider("alpha", "shared", "beta:odd");
        var beta = new ScriptedModelProvider("beta", "shared", "own");
        var catalog = await ReadyCatalogAsync(alpha, beta);

        Assert.Equal(["shared", "alpha:beta:odd"], alpha.Describe().Select(catalog.PreferredId));
        Assert.Equal(["beta:shared", "own"], beta.Describe().Select(catalog.PreferredId));
    }

    [Fact]
    public async Task PreferredId_EarlierProviderStillLoading_IsTheExactId()
    {
        var beta = new ScriptedModelProvider("beta", "own");
        var catalog = Catalog(new ScriptedModelProvider("alpha") { OnList = new Listing().WaitAsync }, beta);
        _ = catalog.RefreshAsync(CancellationToken.None);

        Assert.Equal("beta:own", catalog.PreferredId(Assert.Single(beta.Describe())));
        Assert.Equal("beta", (await catalog.ResolveAsync("beta:own", CancellationToken.None))?.Provider.Name);
    }

    [Fact]
    public async Task DefaultLineUp_FirstProviderUnreachable_IsTheFirstThreeOfTheFirstReadyOne()
    {
        var simulated = new SimulatedProvider("simulated", new(), _time);
        var catalog = Catalog(
            new ScriptedModelProvider("alpha") { OnList = static _ => throw new ProviderException(FailureKind.Unreachable, "down") },
            new ScriptedModelProvider("empty"),
            simulated);
        Assert.Empty(catalog.DefaultLineUp);

        await catalog.RefreshAsync(CancellationToken.None);

        Assert.Equal(["quick", "thinker", "thorough"], catalog.DefaultLineUp.Select(static model => model.Id));
    }

    [Fact]
    public async Task RefreshAsync_AnyKindOfFailure_NamesTheProviderInItsMessage()
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var catalog = Catalog(new ScriptedModelProvider("alpha") { OnList = _ => throw new ProviderException(kind, "odd") });
            await catalog.RefreshAsync(CancellationToken.None);

            Assert.Contains("alpha", catalog.Current.Providers[0].Message, StringComparison.Ordinal);
        }
    }

    private ModelCatalog Catalog(params IModelProvider[] providers) => new(
        new(providers), new FixedOptionsMonitor<ModelCatalogOptions>(new()), _time, new FakeLogger<ModelCatalog>(_logs));

    private async Task<ModelCatalog> ReadyCatalogAsync(params IModelProvider[] providers)
    {
        var catalog = Catalog(providers);
        await catalog.RefreshAsync(CancellationToken.None).WithinTimeout();
        _logs.Clear();
        return catalog;
    }

    /// <summary>A list that arrives when the test says so.</summary>
    private sealed class Listing() : TaskCompletionSource<IReadOnlyList<ModelDescriptor>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Task<IReadOnlyList<ModelDescriptor>> WaitAsync(CancellationToken cancellationToken) => Task.WaitAsync(cancellationToken);
    }
}
