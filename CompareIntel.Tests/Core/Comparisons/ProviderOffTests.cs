using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompareIntel.Tests.Core.Comparisons;

/// <summary>An administrator switches a provider off and on.</summary>
public sealed class ProviderOffTests
{
    [Fact]
    public void Switches_NamesInAnyOrderAndCase_AreEqualAndTakenBack()
    {
        var both = SwitchSettings.None.WithProvider("b", true).WithProvider("a", true).WithProvider("B", true);

        Assert.Equal(SwitchSettings.None.WithProvider("a", true).WithProvider("B", true), both);
        Assert.True(both.IsOff("A") && both.IsOff("b"));
        Assert.False(both.IsOff("ab") || both.IsOff(""));
        Assert.Equal(SwitchSettings.None, both.WithProvider("a", false).WithProvider("b", false));
    }

    [Fact]
    public void Switches_WhatChanges_IsSaidAndNothingElse()
    {
        var before = new SwitchSettings { IsSequential = true, Banner = "Back at 9", LogLevel = "Debug" };

        Assert.Equal("", before.DescribeChange(before with { }));
        Assert.Equal("models as the settings say, log level as the settings say", before.DescribeChange(before with { IsSequential = false, LogLevel = null }));
        Assert.Equal("new comparisons off, providers off: a, banner off", before.DescribeChange((before with { IsDraining = true, Banner = "" }).WithProvider("a", true)));
        Assert.Equal("providers off: none, banner \"Soon\"", SwitchSettings.None.WithProvider("a", true).DescribeChange(new SwitchSettings { Banner = "Soon" }));
    }

    [Fact]
    public async Task Lane_OfAProviderThatIsOff_FailsAndSaysSoAndIsNotCounted()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var switches = new RuntimeSwitches(new StoredSettings(database.Database));
        await using var rig = new EngineRig(switches: switches);
        var running = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");

        using var counted = rig.Collect<long>("compareintel.lanes.ended");
        using var operations = rig.Collect<double>("gen_ai.client.operation.duration");
        await switches.SetAsync(SwitchSettings.None.WithProvider("scripted", true));
        var ended = await EngineRig.EndOfAsync(rig.Start("b"), 0);

        Assert.Equal((LaneState.Failed, FailureKind.ProviderOff, 0), (ended.State, ended.Failure!.Kind, ended.Metrics.Attempts));
        Assert.Equal(["1 compareintel.lane.state=failed compareintel.provider=scripted error.type=provider_off gen_ai.request.model=_OTHER"], counted.Texts());
        Assert.Empty(operations.Texts());
        Assert.Contains("switched off", ended.Failure.Message, StringComparison.Ordinal);
        Assert.False(rig.Provider.HasCall("b"));
        Assert.Empty(rig.Statistics.Snapshot());
        call.Text("to the end").Complete();
        Assert.Equal(LaneState.Finished, (await EngineRig.EndOfAsync(running, 0)).State);
        await switches.SetAsync(SwitchSettings.None);
        rig.Start("b");
        await rig.Provider.NextCallAsync("b");
    }

    [Fact]
    public async Task Lane_ThatWaitsInTheQueueWhenItsProviderGoesOff_SendsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var switches = new RuntimeSwitches(new StoredSettings(database.Database));
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 1 }, switches: switches);
        var comparison = rig.Start("a", "b");
        var call = await rig.Provider.NextCallAsync("a");
        await EngineRig.WaitForAsync<LaneQueued>(comparison.Log);

        await switches.SetAsync(SwitchSettings.None.WithProvider("scripted", true));
        call.Text("one").Complete();

        Assert.Equal(LaneState.Finished, (await EngineRig.EndOfAsync(comparison, 0)).State);
        Assert.Equal(FailureKind.ProviderOff, (await EngineRig.EndOfAsync(comparison, 1)).Failure!.Kind);
        Assert.False(rig.Provider.HasCall("b"));
    }

    [Fact]
    public async Task Catalogue_OfAProviderThatIsOff_SaysSoAtOnceAndShowsNoneOfItsModelsFirst()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var switches = new RuntimeSwitches(new StoredSettings(database.Database));
        await switches.SetAsync(SwitchSettings.None.WithProvider("one", true));
        var catalog = new ModelCatalog(
            new ProviderRegistry([new ScriptedModelProvider("one", "a"), new ScriptedModelProvider("two", "b")]),
            new FixedOptionsMonitor<ModelCatalogOptions>(new ModelCatalogOptions()),
            TimeProvider.System,
            NullLogger<ModelCatalog>.Instance,
            switches);
        await catalog.RefreshAsync(CancellationToken.None);
        var told = 0;
        catalog.Changed += () => told++;

        Assert.Equal([true, false], catalog.Current.Providers.Select(static provider => provider.IsOff));
        Assert.Equal(["b"], catalog.DefaultLineUp.Select(static model => model.Id));
        await switches.SetAsync(switches.Current with { Banner = "hello" });
        Assert.Equal(0, told);
        await switches.SetAsync(SwitchSettings.None);
        Assert.Equal(1, told);
        Assert.Equal(["a"], catalog.DefaultLineUp.Select(static model => model.Id));
    }
}
