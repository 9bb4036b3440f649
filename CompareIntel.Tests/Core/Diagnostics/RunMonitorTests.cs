using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class RunMonitorTests
{
    [Fact]
    public async Task Read_ComparisonsThatRun_SaysWhereEachLaneStandsAndForgetsThoseThatEnded()
    {
        await using var rig = new EngineRig();
        var monitor = new RunMonitor(rig.Live, rig.Time);
        var first = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        var b = await rig.Provider.NextCallAsync("b");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        a.Text("four");
        await EngineRig.WaitForAsync<TextReceived>(first.Log);
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        using var reader = first.Log.OpenReader();

        var run = Assert.Single(monitor.Read());

        Assert.Equal((first.Id, TimeSpan.FromSeconds(5), 1, false), (run.Id, run.Age, run.Readers, run.IsRetry));
        Assert.Equal(new RunningLane("a", LaneState.Streaming, null, 1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 4), run.Lanes[0]);
        Assert.Equal(new RunningLane("b", LaneState.Connecting, null, 1, null, null, 0), run.Lanes[1]);

        a.Text(" more").Complete();
        await EngineRig.EndOfAsync(first, 0);
        var lane = Assert.Single(monitor.Read()).Lanes[0];
        Assert.Equal((LaneState.Finished, 9L, (TimeSpan?)null), (lane.State, lane.Characters, lane.SinceLastDelta));

        b.Complete();
        await first.Completion.WithinTimeout();
        Assert.Empty(monitor.Read());
    }

    [Fact]
    public async Task Loads_OfAGate_CountWhoRunsAndWhoWaits()
    {
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 2 });
        var comparison = rig.Start("a", "b", "c");
        var a = await rig.Provider.NextCallAsync("a");
        await rig.Provider.NextCallAsync("b");
        await EngineRig.WaitForAsync<LaneQueued>(comparison.Log);

        var load = Assert.Single(rig.Gates.Loads);
        Assert.Equal((2, 2, 1), (load.Capacity, load.Running, load.Waiting));
        Assert.Equal(1, Assert.Single(new RunMonitor(rig.Live, rig.Time).Read()).Lanes[2].QueuePosition);

        a.Complete();
        await rig.Provider.NextCallAsync("c");
        load = Assert.Single(rig.Gates.Loads);
        Assert.Equal((2, 0), (load.Running, load.Waiting));
    }
}
