using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class ComparisonEngineTests
{
    [Fact]
    public async Task Start_ManyLanes_AllRequestsAreOutBeforeAnyEnds()
    {
        await using var rig = new EngineRig();
        string[] models = [.. Enumerable.Range(0, 12).Select(static i => $"m{i}")];
        var comparison = rig.Start(models);

        var calls = await Task.WhenAll(models.Select(rig.Provider.NextCallAsync));
        Assert.Equal(12, rig.Provider.OpenStreams);
        foreach (var call in calls)
        {
            call.Text("x").Complete();
        }

        await comparison.Completion.WithinTimeout();
        Assert.Equal(0, rig.Provider.OpenStreams);
    }

    [Fact]
    public async Task Run_TwoLanes_EventsInPromisedOrderWithMeasuredTimes()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        var b = await rig.Provider.NextCallAsync("b");

        rig.Time.Advance(TimeSpan.FromMilliseconds(300));
        a.Reasoning("hm");
        await EngineRig.WaitForAsync<ReasoningReceived>(comparison.Log);
        rig.Time.Advance(TimeSpan.FromMilliseconds(200));
        a.Text("A").Usage(10, 20, 0.5m).Complete();
        var endedA = await EngineRig.EndOfAsync(comparison, 0);
        rig.Time.Advance(TimeSpan.FromMilliseconds(500));
        b.Text("B").Complete("length");
        await comparison.Completion.WithinTimeout();

        var events = await comparison.Log.ReadAsync().ToListAsync();
        Assert.Equal(
            [typeof(LaneCreated), typeof(LaneCreated), typeof(AttemptStarted), typeof(AttemptStarted), typeof(ReasoningReceived), typeof(TextReceived), typeof(LaneEnded), typeof(TextReceived), typeof(LaneEnded), typeof(ComparisonEnded)],
            events.Select(static item => item.GetType()));
        Assert.Equal(LaneState.Finished, endedA.State);
        Assert.Equal(TimeSpan.FromMilliseconds(300), endedA.Metrics.TimeToFirstToken);
        Assert.Equal(TimeSpan.FromMilliseconds(500), endedA.Metrics.Duration);
        Assert.Equal((10L, 20L, 0.5m, false), (endedA.Metrics.InputTokens, endedA.Metrics.OutputTokens, endedA.Metrics.CostUsd, endedA.Metrics.IsCostEstimated));
        Assert.Equal(100, endedA.Metrics.TokensPerSecond);

        var summary = Assert.IsType<ComparisonEnded>(events[^1]).Summary;
        Assert.Equal(TimeSpan.FromSeconds(1), summary.Duration);
        Assert.Equal(TimeSpan.Zero, summary.StartSpread);
        Assert.Equal(1.5, summary.Speedup);
        Assert.Equal((0, 1), (summary.FastestLane, summary.SlowestLane));
        Assert.Equal("length", events.OfType<LaneEnded>().Last().Metrics.FinishReason);
    }

    [Fact]
    public async Task Run_HistoryAndSettings_ReachTheProviderOfThatLaneOnly()
    {
        await using var rig = new EngineRig();
        var request = new ComparisonRequest
        {
            Prompt = "now",
            Lanes =
            [
                new LaneRequest("a") { System = "be brief", Temperature = 0.3f, TopP = 0.9f, MaxOutputTokens = 77, History = [new ChatMessage(ChatRole.User, "before"), new ChatMessage(ChatRole.Assistant, "a said")] },
                new LaneRequest("b"),
            ],
        };
        rig.Live.Start(request);
        var a = await rig.Provider.NextCallAsync("a");
        var b = await rig.Provider.NextCallAsync("b");

        Assert.Equal([("system", "be brief"), ("user", "before"), ("assistant", "a said"), ("user", "now")], a.Messages.Select(static m => (m.Role.Value, m.Text)));
        Assert.Equal((0.3f, 0.9f, 77), (a.Options.Temperature, a.Options.TopP, a.Options.MaxOutputTokens));
        Assert.Equal([("user", "now")], b.Messages.Select(static m => (m.Role.Value, m.Text)));
    }

    [Theory]
    [InlineData(8_192, 4_096, 4_096)]
    [InlineData(1_000, 4_096, 1_000)]
    [InlineData(null, 4_096, null)]
    [InlineData(8_192, null, 8_192)]
    public async Task Run_OutputLimit_IsAtMostTheModelsOwn(int? asked, int? listed, int? sent)
    {
        await using var rig = new EngineRig
        {
            Descriptor = new ModelDescriptor { Provider = "scripted", Id = "a", Name = "A", MaxOutputTokens = listed },
        };
        rig.Live.Start(new ComparisonRequest { Prompt = "p", Lanes = [new LaneRequest("a") { MaxOutputTokens = asked }] });
        Assert.Equal(sent, (await rig.Provider.NextCallAsync("a")).Options.MaxOutputTokens);
    }

    [Fact]
    public async Task Run_UnknownModel_FailsAloneWithWordsAndTheOthersGoOn()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("unknown-x", "b");
        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal((LaneState.Failed, FailureKind.UnknownModel), (ended.State, ended.Failure!.Kind));
        Assert.Contains("unknown-x", ended.Failure.Message, StringComparison.Ordinal);
        Assert.Null(ended.Metrics.StartedAt);

        (await rig.Provider.NextCallAsync("b")).Text("fine").Complete();
        Assert.Equal(LaneState.Finished, (await EngineRig.EndOfAsync(comparison, 1)).State);
        await comparison.Completion.WithinTimeout();
        Assert.Equal(ComparisonState.Completed, ComparisonTranscript.Of(comparison.Log).Progress.State);
    }

    [Fact]
    public async Task Run_ProviderThrowsAtCreation_LaneFailsAsOurFault()
    {
        await using var rig = new EngineRig();
        rig.Provider.ThrowAtCreation = new InvalidOperationException("secret detail");
        var comparison = rig.Start("a");
        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal(FailureKind.Internal, ended.Failure!.Kind);
        Assert.DoesNotContain("secret detail", ended.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(rig.Logger.Collector.GetSnapshot(), static line => line.Level >= LogLevel.Warning && line.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task Run_FailsMidStream_KeepsTextAndIsNotRetried()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        a.Text("half ").Fail(new ProviderException(FailureKind.ConnectionLost, "reset"));

        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal(FailureKind.ConnectionLost, ended.Failure!.Kind);
        Assert.Equal("half ", ComparisonTranscript.Of(comparison.Log).TextOf(0));
        Assert.False(rig.Provider.HasCall("a"));
        var last = Assert.Single(comparison.Log.Snapshot().OfType<AttemptFailed>());
        Assert.True(last is { HasText: true, RetryIn: null });
        Assert.Equal(LaneState.Connecting, ComparisonTranscript.Of(comparison.Log).Progress.Lanes[1].State);
    }

    [Fact]
    public async Task Run_FailsAfterReasoning_IsNotRetried()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Reasoning("hm").Fail(new ProviderException(FailureKind.ProviderUnavailable, "502"));
        Assert.Equal(FailureKind.ProviderUnavailable, (await EngineRig.EndOfAsync(comparison, 0)).Failure!.Kind);
        Assert.Equal(1, ComparisonTranscript.Of(comparison.Log).Progress.Lanes[0].Attempts);
    }

    [Theory]
    [InlineData(FailureKind.RateLimited, 3)]
    [InlineData(FailureKind.ProviderUnavailable, 3)]
    [InlineData(FailureKind.Unreachable, 3)]
    [InlineData(FailureKind.ConnectionLost, 3)]
    [InlineData(FailureKind.Unauthorized, 1)]
    [InlineData(FailureKind.RequestRejected, 1)]
    [InlineData(FailureKind.MalformedResponse, 1)]
    public async Task Run_FailsBeforeFirstDelta_RetriesOnlyWhatMayPass(FailureKind kind, int attempts)
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            (await rig.Provider.NextCallAsync("a")).Fail(new ProviderException(kind, "no"));
            var failed = await EngineRig.WaitForAsync<AttemptFailed>(comparison.Log, item => item.Attempt == attempt);
            if (failed.RetryIn is { } retryIn)
            {
                await rig.Time.WaitForPendingTimersAsync(2);
                rig.Time.Advance(retryIn);
            }
        }

        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal((kind, attempts), (ended.Failure!.Kind, ended.Metrics.Attempts));
        Assert.Equal(attempts, comparison.Log.Snapshot().OfType<AttemptFailed>().Count());
    }

    [Fact]
    public async Task Run_RetrySucceeds_TtftCountsFromTheLastRequestAndDurationFromTheFirst()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Fail(new ProviderException(FailureKind.RateLimited, "429") { RetryAfter = TimeSpan.FromSeconds(7) });
        var failed = await EngineRig.WaitForAsync<AttemptFailed>(comparison.Log);
        Assert.Equal(TimeSpan.FromSeconds(7), failed.RetryIn);
        await rig.Time.WaitForPendingTimersAsync(2);
        rig.Time.Advance(TimeSpan.FromSeconds(7));

        var second = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        second.Text("ok").Complete();
        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal(LaneState.Finished, ended.State);
        Assert.Equal(TimeSpan.FromSeconds(1), ended.Metrics.TimeToFirstToken);
        Assert.Equal(TimeSpan.FromSeconds(8), ended.Metrics.Duration);
        Assert.Equal(2, ended.Metrics.Attempts);
    }

    [Fact]
    public async Task Run_RetryAfterBeyondLimit_FailsAtOnceAndSaysHowLong()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Fail(new ProviderException(FailureKind.RateLimited, "429") { RetryAfter = TimeSpan.FromMinutes(10) });
        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal(1, ended.Metrics.Attempts);
        Assert.Contains("10 min", ended.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoFirstToken_TimesOutAloneAndCancelsTheCall()
    {
        await using var rig = new EngineRig(static options => options.FirstTokenTimeout = TimeSpan.FromSeconds(20));
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        var b = await rig.Provider.NextCallAsync("b");
        b.Text("quick");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);

        rig.Time.Advance(TimeSpan.FromSeconds(21));
        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal(FailureKind.FirstTokenTimeout, ended.Failure!.Kind);
        Assert.Contains("20 s", ended.Failure.Message, StringComparison.Ordinal);
        await a.Closed.Task.WithinTimeout();
        Assert.True(a.CancellationToken.IsCancellationRequested);
        Assert.False(b.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Run_GapBetweenDeltas_IsReArmedByEachDelta()
    {
        await using var rig = new EngineRig(static options => options.DeltaGapTimeout = TimeSpan.FromSeconds(10));
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        for (var i = 0; i < 5; i++)
        {
            var text = $"{i}";
            call.Text(text);
            await EngineRig.WaitForAsync<TextReceived>(comparison.Log, item => item.Text == text);
            rig.Time.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.False(call.CancellationToken.IsCancellationRequested);
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var ended = await EngineRig.EndOfAsync(comparison, 0);
        Assert.Equal(FailureKind.Stalled, ended.Failure!.Kind);
        Assert.Equal("01234", ComparisonTranscript.Of(comparison.Log).TextOf(0));
    }

    [Fact]
    public async Task Run_WholeAnswerTooSlow_IsCutThoughDeltasCome()
    {
        await using var rig = new EngineRig(static options => options.AnswerTimeout = TimeSpan.FromSeconds(30));
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        for (var i = 0; i < 4; i++)
        {
            var text = $"{i}";
            call.Text(text);
            await EngineRig.WaitForAsync<TextReceived>(comparison.Log, item => item.Text == text);
            rig.Time.Advance(TimeSpan.FromSeconds(8));
        }

        Assert.Equal(FailureKind.AnswerTimeout, (await EngineRig.EndOfAsync(comparison, 0)).Failure!.Kind);
    }

    [Fact]
    public async Task Run_TooLong_FailsAndKeepsWhatItHas()
    {
        await using var rig = new EngineRig(static options => options.MaxAnswerCharacters = 1_000);
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        call.Text(new string('x', 1_001));
        Assert.Equal(FailureKind.AnswerTooLong, (await EngineRig.EndOfAsync(comparison, 0)).Failure!.Kind);
        await call.Closed.Task.WithinTimeout();
    }

    [Theory]
    [InlineData("stop", FailureKind.EmptyAnswer)]
    [InlineData("content_filter", FailureKind.ContentFiltered)]
    public async Task Run_EndsWithoutText_Fails(string finishReason, FailureKind kind)
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Text("").Complete(finishReason);
        Assert.Equal(kind, (await EngineRig.EndOfAsync(comparison, 0)).Failure!.Kind);
    }

    [Fact]
    public async Task Run_DisposalThrows_AnswerStaysFailedOnlyForThatLane()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        a.ThrowAtDisposal = new IOException("late");
        a.Text("whole").Complete();
        Assert.Equal(FailureKind.ConnectionLost, (await EngineRig.EndOfAsync(comparison, 0)).Failure!.Kind);
        (await rig.Provider.NextCallAsync("b")).Text("fine").Complete();
        Assert.Equal(LaneState.Finished, (await EngineRig.EndOfAsync(comparison, 1)).State);
    }

    [Fact]
    public async Task Run_StoppedLaneWhoseProviderThrows_IsStoppedNotFailed()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        call.ThrowAtDisposal = new ObjectDisposedException("socket");
        await rig.Live.StopLaneAsync(comparison.Id, 0).WithinTimeout();
        Assert.Equal(LaneState.Stopped, (await EngineRig.EndOfAsync(comparison, 0)).State);
    }

    [Fact]
    public async Task Run_ProviderIgnoresItsToken_StopTakesEffectAtTheNextDelta()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        call.IgnoresCancellation = true;
        call.Text("one");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);
        var stopped = rig.Live.StopLaneAsync(comparison.Id, 0);
        call.Text("two");
        await stopped.WithinTimeout();
        Assert.Equal("one", ComparisonTranscript.Of(comparison.Log).TextOf(0));
    }

    [Fact]
    public async Task Run_CallerLeavesEarly_StopsEveryLaneAndWaits()
    {
        await using var rig = new EngineRig();
        var request = ComparisonRequest.Create("p", "a", "b");
        await foreach (var item in rig.Engine.RunAsync(request))
        {
            if (item is AttemptStarted { Lane: 1 })
            {
                break;
            }
        }

        Assert.Equal(0, rig.Provider.OpenStreams);
        Assert.True((await rig.Provider.NextCallAsync("a")).CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Run_CallerCancels_ThrowsAndStopsEveryLane()
    {
        await using var rig = new EngineRig();
        using var cancellation = new CancellationTokenSource();
        var reading = rig.Engine.RunAsync(ComparisonRequest.Create("p", "a"), cancellation.Token).ToListAsync(CancellationToken.None).AsTask();
        await rig.Provider.NextCallAsync("a");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WithinTimeout());
        Assert.Equal(0, rig.Provider.OpenStreams);
    }

    [Fact]
    public async Task Run_Gate_QueuesTheRestTellsThePlaceAndDoesNotCountTheWait()
    {
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 1 });
        var comparison = rig.Start("a", "b", "c");
        var a = await rig.Provider.NextCallAsync("a");
        Assert.Equal([null, 1, 2], ComparisonTranscript.Of(comparison.Log).Progress.Lanes.Select(static lane => lane.QueuePosition));
        Assert.False(rig.Provider.HasCall("b"));

        rig.Time.Advance(TimeSpan.FromSeconds(5));
        a.Text("x").Complete();
        var b = await rig.Provider.NextCallAsync("b");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        b.Text("y").Complete();
        var ended = await EngineRig.EndOfAsync(comparison, 1);
        Assert.Equal(TimeSpan.FromSeconds(5), ended.Metrics.StartedAt);
        Assert.Equal(TimeSpan.FromSeconds(1), ended.Metrics.Duration);
        Assert.Equal(TimeSpan.FromSeconds(1), ended.Metrics.TimeToFirstToken);
        (await rig.Provider.NextCallAsync("c")).Text("z").Complete();
        await comparison.Completion.WithinTimeout();
    }

    [Fact]
    public async Task StopLane_WhileQueued_NeverSendsARequest()
    {
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 1 });
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        await rig.Live.StopLaneAsync(comparison.Id, 1).WithinTimeout();
        var ended = await EngineRig.EndOfAsync(comparison, 1);
        Assert.Equal((LaneState.Stopped, null, 0), (ended.State, ended.Metrics.StartedAt, ended.Metrics.Attempts));
        a.Text("x").Complete();
        await comparison.Completion.WithinTimeout();
        Assert.False(rig.Provider.HasCall("b"));
    }

    [Fact]
    public async Task Run_Sequential_OneAtATimeInOrder()
    {
        await using var rig = new EngineRig(static options => options.Concurrency = ConcurrencyMode.Sequential);
        var comparison = rig.Start("a", "skipped", "b");
        Assert.Equal(ConcurrencyMode.Sequential, comparison.Mode);
        var a = await rig.Provider.NextCallAsync("a");
        Assert.False(rig.Provider.HasCall("b"));
        Assert.Equal([null, 1, 2], ComparisonTranscript.Of(comparison.Log).Progress.Lanes.Select(static lane => lane.QueuePosition));
        Assert.True(await rig.Live.StopLaneAsync(comparison.Id, 1).WithinTimeout());
        Assert.Equal(1, ComparisonTranscript.Of(comparison.Log).Progress.Lanes[2].QueuePosition);
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        a.Text("x").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("y").Complete();
        await comparison.Completion.WithinTimeout();
        Assert.Equal(TimeSpan.FromSeconds(2), (await EngineRig.EndOfAsync(comparison, 2)).Metrics.StartedAt);
        Assert.False(rig.Provider.HasCall("skipped"));
    }

    [Fact]
    public async Task Run_ListedPrices_CostIsComputedAndMarked()
    {
        await using var rig = new EngineRig
        {
            Descriptor = new ModelDescriptor { Provider = "scripted", Id = "a", Name = "A", InputPricePerMillion = 1m, OutputPricePerMillion = 4m },
        };
        var comparison = rig.Start("a", "a");
        (await rig.Provider.NextCallAsync("a")).Text("x").Usage(1_000, 500).Complete();
        (await rig.Provider.NextCallAsync("a")).Text("x").Complete();
        await comparison.Completion.WithinTimeout();
        var metrics = comparison.Log.Snapshot().OfType<LaneEnded>().OrderBy(static item => item.Metrics.CostUsd is null).Select(static item => item.Metrics).ToArray();
        Assert.Equal((0.003m, true), (metrics[0].CostUsd, metrics[0].IsCostEstimated));
        Assert.Null(metrics[1].CostUsd);
        Assert.Null(metrics[1].TokensPerSecond);
    }

    [Fact]
    public async Task Run_LaneEnds_LogsOneLineWithoutPromptOrAnswer()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Live.Start(ComparisonRequest.Create("the secret prompt", "a"));
        (await rig.Provider.NextCallAsync("a")).Text("the secret answer").Complete();
        await comparison.Completion.WithinTimeout();
        var line = Assert.Single(rig.Logger.Collector.GetSnapshot(), static line => line.Id.Id == 1000);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.DoesNotContain(rig.Logger.Collector.GetSnapshot(), static any => any.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prepare_BadRequest_Throws()
    {
        await using var rig = new EngineRig();
        Assert.Throws<ArgumentException>(() => rig.Live.Start(ComparisonRequest.Create(" ", "a")));
        Assert.Throws<ArgumentException>(() => rig.Start());
        Assert.Throws<ArgumentException>(() => rig.Start([.. Enumerable.Repeat("a", 13)]));
        Assert.Equal(0, rig.Live.RunningCount);
    }
}
