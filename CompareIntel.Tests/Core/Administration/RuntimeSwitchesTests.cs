using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Administration;

public sealed class RuntimeSwitchesTests
{
    [Theory]
    [EveryStorage]
    public async Task Set_HoldsAtOnceAndAfterARestart(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var switches = new RuntimeSwitches(new StoredSettings(database.Database));
        var told = new List<SwitchSettings>();
        switches.Changed += () => told.Add(switches.Current);
        var wanted = new SwitchSettings { IsSequential = true, IsDraining = true, Banner = "back at noon", LogLevel = "Debug" };

        await switches.SetAsync(wanted);

        Assert.Equal([wanted], told);
        var restarted = new RuntimeSwitches(new StoredSettings(database.Open()));
        Assert.Equal(SwitchSettings.None, restarted.Current);
        await restarted.LoadAsync();
        Assert.Equal(wanted, restarted.Current);
    }

    [Fact]
    public async Task Start_WhileDraining_IsRefusedAndWhatRunsGoesOn()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var switches = new RuntimeSwitches(new StoredSettings(database.Database));
        await using var rig = new EngineRig(switches: switches);
        var running = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");

        await switches.SetAsync(new SwitchSettings { IsDraining = true });

        var refusal = Assert.Throws<TooManyComparisonsException>(() => rig.Start("a"));
        Assert.Contains("maintenance", refusal.Message, StringComparison.Ordinal);
        call.Text("to the end").Complete();
        await running.Completion.WithinTimeout();
        Assert.Equal(LaneState.Finished, (await EngineRig.EndOfAsync(running, 0)).State);
        await switches.SetAsync(SwitchSettings.None);
        rig.Start("a");
        Assert.Equal(1, rig.Live.RunningCount);
    }

    [Fact]
    public async Task Start_SwitchedToSequential_AsksOneAfterAnother()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var switches = new RuntimeSwitches(new StoredSettings(database.Database));
        await using var rig = new EngineRig(switches: switches);
        await switches.SetAsync(new SwitchSettings { IsSequential = true });

        Assert.Equal(ConcurrencyMode.Sequential, rig.Start("a", "b").Mode);

        await switches.SetAsync(SwitchSettings.None);
        Assert.Equal(ConcurrencyMode.Concurrent, rig.Start("a", "b").Mode);
    }
}
