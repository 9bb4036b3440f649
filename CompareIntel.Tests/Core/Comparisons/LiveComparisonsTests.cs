using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class LiveComparisonsTests
{
    [Fact]
    public async Task Reader_Leaves_RunGoesOnAndIsFound()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        using (var reader = comparison.Log.OpenReader())
        {
            Assert.True(reader.TryRead(out _));
        }

        call.Text("still here").Complete();
        await comparison.Completion.WithinTimeout();
        Assert.Equal("still here", ComparisonTranscript.Of(rig.Live.Find(comparison.Id)!.Log).TextOf(0));
        Assert.Equal(0, rig.Live.RunningCount);
    }

    [Fact]
    public async Task StopLane_OneOfTwo_OtherGoesOn()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        var b = await rig.Provider.NextCallAsync("b");
        a.Text("begun");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);

        Assert.True(await rig.Live.StopLaneAsync(comparison.Id, 0).WithinTimeout());
        Assert.True(a.CancellationToken.IsCancellationRequested);
        Assert.Equal(LaneState.Stopped, (await EngineRig.EndOfAsync(comparison, 0)).State);
        Assert.False(b.CancellationToken.IsCancellationRequested);

        b.Text("done").Complete();
        await comparison.Completion.WithinTimeout();
        Assert.Equal(ComparisonState.Completed, ComparisonTranscript.Of(comparison.Log).Progress.State);
        Assert.True(await rig.Live.StopLaneAsync(comparison.Id, 0).WithinTimeout());
        Assert.Single(comparison.Log.Snapshot().OfType<LaneEnded>(), static item => item.Lane == 0);
    }

    [Fact]
    public async Task Stop_All_EveryLaneIsStoppedAndTheComparisonToo()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        await rig.Provider.NextCallAsync("a");
        Assert.True(await rig.Live.StopAsync(comparison.Id).WithinTimeout());
        Assert.Equal(0, rig.Provider.OpenStreams);
        Assert.Equal(ComparisonState.Stopped, ComparisonTranscript.Of(comparison.Log).Progress.State);
    }

    [Fact]
    public async Task Dispose_Running_EndsAsInterruptedAndTakesNoMore()
    {
        var rig = new EngineRig();
        var comparison = rig.Start("a");
        await rig.Provider.NextCallAsync("a");
        await rig.DisposeAsync();
        Assert.Equal(LaneState.Interrupted, (await EngineRig.EndOfAsync(comparison, 0)).State);
        Assert.Equal(ComparisonState.Interrupted, ComparisonTranscript.Of(comparison.Log).Progress.State);
        Assert.Throws<TooManyComparisonsException>(() => rig.Start("a"));
    }

    [Fact]
    public async Task Unknown_IdOrLane_IsSaidSo()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        Assert.Null(rig.Live.Find("nope"));
        Assert.False(await rig.Live.StopAsync("nope"));
        Assert.False(await rig.Live.StopLaneAsync("nope", 0));
        Assert.False(await rig.Live.StopLaneAsync(comparison.Id, 1));
        Assert.False(await rig.Live.DeleteAsync("nope"));
    }

    [Fact]
    public async Task Delete_Running_StopsAndForgets()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        await rig.Provider.NextCallAsync("a");
        Assert.True(await rig.Live.DeleteAsync(comparison.Id).WithinTimeout());
        Assert.Null(rig.Live.Find(comparison.Id));
        Assert.True(comparison.Completion.IsCompleted);
    }

    [Fact]
    public async Task Start_BeyondLimit_IsRefusedUntilOneEnds()
    {
        await using var rig = new EngineRig(static options => options.MaxRunning = 1);
        var first = rig.Start("a");
        Assert.Throws<TooManyComparisonsException>(() => rig.Start("a"));
        await rig.Live.StopAsync(first.Id).WithinTimeout();
        await first.Followed.WithinTimeout();
        rig.Start("a");
    }

    [Fact]
    public async Task Ended_BeyondRetention_OldestIsForgotten()
    {
        await using var rig = new EngineRig(static options => options.RetainedMegabytes = 2);
        LiveComparison Start() => rig.Live.Start(ComparisonRequest.Create(new string('x', 700_000), "a"));
        var first = Start();
        await rig.Live.StopAsync(first.Id).WithinTimeout();
        await first.Followed.WithinTimeout();
        Assert.NotNull(rig.Live.Find(first.Id));
        var second = Start();
        await rig.Live.StopAsync(second.Id).WithinTimeout();
        await second.Followed.WithinTimeout();
        Assert.Null(rig.Live.Find(first.Id));
        Assert.NotNull(rig.Live.Find(second.Id));
    }

    [Fact]
    public async Task Delete_Ended_GivesItsMemoryBack()
    {
        await using var rig = new EngineRig(static options => options.RetainedMegabytes = 2);
        var kept = rig.Start("a");
        await rig.Live.StopAsync(kept.Id).WithinTimeout();
        await kept.Followed.WithinTimeout();
        for (var i = 0; i < 5; i++)
        {
            var large = rig.Live.Start(ComparisonRequest.Create(new string('x', 700_000), "a"));
            Assert.True(await rig.Live.DeleteAsync(large.Id).WithinTimeout());
        }

        Assert.NotNull(rig.Live.Find(kept.Id));
    }

    [Fact]
    public async Task Ids_Many_AreLongAndDistinct()
    {
        await using var rig = new EngineRig(static options => options.MaxRunning = 1_000);
        var ids = Enumerable.Range(0, 100).Select(_ => rig.Start("a").Id).ToHashSet();
        Assert.Equal(100, ids.Count);
        Assert.All(ids, static id => Assert.Equal(20, id.Length));
    }
}
