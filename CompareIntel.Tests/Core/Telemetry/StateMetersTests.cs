using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Telemetry;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Telemetry;

public sealed class StateMetersTests
{
    [Fact]
    public async Task Observed_WhileComparisonsRun_SaysWhatRunsWaitsAndReads()
    {
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 2 });
        using var meters = new StateMeters(rig.Meters, rig.Live, rig.Gates, new StorageHealth(), rig.Time);
        using var running = rig.Collect<int>("compareintel.comparisons.running");
        using var readers = rig.Collect<int>("compareintel.comparison.readers");
        using var lanes = rig.Collect<long>("compareintel.lanes.running");
        using var queued = rig.Collect<long>("compareintel.lanes.queued");
        using var limit = rig.Collect<long>("compareintel.lanes.limit");
        var comparison = rig.Start("a", "b", "c");
        await rig.Provider.NextCallAsync("a");
        await rig.Provider.NextCallAsync("b");
        await EngineRig.WaitForAsync<LaneQueued>(comparison.Log);
        using var reader = comparison.Log.OpenReader();

        Assert.Equal(["1"], running.Observe());
        Assert.Equal(["1"], readers.Observe());
        Assert.Equal(["2 compareintel.provider=scripted"], lanes.Observe());
        Assert.Equal(["1 compareintel.provider=scripted"], queued.Observe());
        Assert.Equal(["2 compareintel.provider=scripted"], limit.Observe());

        await rig.Live.StopAsync(comparison.Id).WithinTimeout();
        await comparison.Followed.WithinTimeout();
        Assert.Equal(["0"], running.Observe());
        Assert.Equal(["0"], readers.Observe());
        Assert.Equal(["0 compareintel.provider=scripted"], lanes.Observe());
    }

    [Fact]
    public async Task Provider_WithoutALimit_IsCountedAndNeverQueues()
    {
        await using var rig = new EngineRig();
        using var meters = new StateMeters(rig.Meters, rig.Live, rig.Gates, new StorageHealth(), rig.Time);
        using var lanes = rig.Collect<long>("compareintel.lanes.running");
        using var limit = rig.Collect<long>("compareintel.lanes.limit");
        rig.Start("a", "b", "c");
        await rig.Provider.NextCallAsync("c");

        Assert.Equal(["3 compareintel.provider=scripted"], lanes.Observe());
        Assert.Empty(limit.Observe());
    }

    [Fact]
    public async Task Storage_BehindAndBack_SaysHowLongHowMuchAndWhatTheCommitsTook()
    {
        await using var rig = new EngineRig();
        var health = new StorageHealth();
        using var meters = new StateMeters(rig.Meters, rig.Live, rig.Gates, health, rig.Time);
        using var behind = rig.Collect<double>("compareintel.storage.behind");
        using var backlog = rig.Collect<long>("compareintel.storage.backlog");
        using var commits = rig.Collect<double>("compareintel.storage.commit.duration");
        Assert.Equal(["0"], behind.Observe());
        Assert.Equal(["0"], backlog.Observe());

        health.ReadBacklogFrom(static () => 4_096);
        health.Note(new StorageRound(rig.Time.GetUtcNow(), TimeSpan.FromSeconds(0.25), 1, 4_096, IsComplete: false));
        health.Worsen("The storage can't be reached.", rig.Time.GetUtcNow());
        rig.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(["90"], behind.Observe());
        Assert.Equal(["4096"], backlog.Observe());

        health.Note(new StorageRound(rig.Time.GetUtcNow(), TimeSpan.FromSeconds(0.5), 1, 4_096, IsComplete: true));
        health.Recover();
        Assert.Equal(["0"], behind.Observe());
        Assert.Equal(["0.25 error.type=storage", "0.5"], commits.Texts());
    }
}
