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

    [Fact]
    public async Task Retry_EndedLane_RunsAgainWithTheSameRequestAndKeepsWhatWas()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Live.Start(new ComparisonRequest { Prompt = "a prompt", Lanes = [new("a"), new("b") { System = "Be short.", Temperature = 0.5f }] });
        (await rig.Provider.NextCallAsync("a")).Text("first").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("second").Complete();
        await comparison.Completion.WithinTimeout();
        var before = comparison.Log.Snapshot().Count();
        var heard = 0;
        comparison.Retried += () => heard++;

        var retry = rig.Live.Retry(comparison.Id, [1]);

        Assert.NotNull(retry);
        Assert.Equal(1, heard);
        Assert.Equal(comparison.Request.Lanes[1], Assert.Single(retry.Request.Lanes));
        (await rig.Provider.NextCallAsync("b")).Text("again").Complete();
        await retry.Completion.WithinTimeout();
        Assert.Equal("again", ComparisonTranscript.Of(retry.Log).TextOf(0));
        Assert.Equal("second", ComparisonTranscript.Of(comparison.Log).TextOf(1));
        Assert.Equal(before, comparison.Log.Snapshot().Count());
        Assert.Equal((retry, 0), comparison.LatestTake(1));
        Assert.Equal((comparison, 0), comparison.LatestTake(0));
        Assert.Same(retry, rig.Live.Find(retry.Id));
    }

    [Fact]
    public async Task Retry_LaneStillRuns_IsRefused()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        (await rig.Provider.NextCallAsync("a")).Text("done").Complete();
        var b = await rig.Provider.NextCallAsync("b");
        await EngineRig.EndOfAsync(comparison, 0);

        Assert.Null(rig.Live.Retry(comparison.Id, [0, 1]));
        var retry = rig.Live.Retry(comparison.Id, [0]);
        Assert.NotNull(retry);
        Assert.Null(rig.Live.Retry(comparison.Id, [0]));

        (await rig.Provider.NextCallAsync("a")).Text("done").Complete();
        await EngineRig.EndOfAsync(retry, 0);
        Assert.NotNull(rig.Live.Retry(comparison.Id, [0]));
        b.Complete();
    }

    [Fact]
    public async Task Retry_AnotherModel_StaysWithIt()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Complete();
        await comparison.Completion.WithinTimeout();

        var other = rig.Live.Retry(comparison.Id, [0], "c");
        (await rig.Provider.NextCallAsync("c")).Complete();
        await other!.Completion.WithinTimeout();
        var again = rig.Live.Retry(comparison.Id, [0]);

        Assert.Equal("c", Assert.Single(again!.Request.Lanes).Model);
        Assert.Equal([other, again], comparison.Retries.Select(static retry => retry.Comparison));
    }

    [Theory]
    [InlineData()]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0, 0)]
    public async Task Retry_NoSuchLanes_SaysSo(params int[] lanes)
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        await rig.Live.StopAsync(comparison.Id);

        Assert.Throws<ArgumentException>(void () => rig.Live.Retry(comparison.Id, lanes));
        Assert.Null(rig.Live.Retry("nobody", [0]));
    }

    [Fact]
    public async Task Delete_WithRetries_TakesThemAlong()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        await rig.Live.StopAsync(comparison.Id);
        var retry = rig.Live.Retry(comparison.Id, [0])!;

        Assert.True(await rig.Live.DeleteAsync(comparison.Id).WithinTimeout());

        Assert.Null(rig.Live.Find(retry.Id));
        Assert.Equal(0, rig.Live.RunningCount);
    }

    [Fact]
    public async Task Retry_RunningWhenItsComparisonIsDeleted_IsStopped()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        await rig.Live.StopAsync(comparison.Id);
        var retry = rig.Live.Retry(comparison.Id, [0])!;

        await rig.Live.DeleteAsync(comparison.Id).WithinTimeout();

        Assert.Equal(LaneState.Stopped, (await EngineRig.EndOfAsync(retry, 0)).State);
        Assert.Equal(0, rig.Live.RunningCount);
        Assert.Null(rig.Live.Find(retry.Id));
    }

    [Fact]
    public async Task Retained_RetryOfAKeptComparison_IsKeptAndForgottenWithIt()
    {
        await using var rig = new EngineRig(static options => options.RetainedMegabytes = 1);
        var comparison = rig.Start("a");
        await rig.Live.StopAsync(comparison.Id);
        var retry = rig.Live.Retry(comparison.Id, [0])!;
        var call = await rig.Provider.NextCallAsync("a");
        await rig.Live.StopAsync(retry.Id);
        Assert.True(call.CancellationToken.IsCancellationRequested);
        Assert.NotNull(rig.Live.Find(retry.Id));

        var large = rig.Live.Start(ComparisonRequest.Create(new string('x', 600_000), "b"));
        await rig.Live.StopAsync(large.Id);
        await rig.Live.DeleteAsync(large.Id).WithinTimeout();

        Assert.Null(rig.Live.Find(comparison.Id));
        Assert.Null(rig.Live.Find(retry.Id));
    }
}
