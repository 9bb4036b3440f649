using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Telemetry;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Telemetry;

public sealed class EngineMetricsTests
{
    private const string Operation = "compareintel.provider=scripted gen_ai.operation.name=chat gen_ai.provider.name=scripted gen_ai.request.model=";

    [Fact]
    public async Task Lane_ThatFinishes_IsMeasuredByTheConventions()
    {
        await using var rig = new EngineRig();
        using var duration = rig.Collect<double>("gen_ai.client.operation.duration");
        using var first = rig.Collect<double>("gen_ai.client.operation.time_to_first_chunk");
        using var tokens = rig.Collect<long>("gen_ai.client.token.usage");
        using var cost = rig.Collect<double>("compareintel.lane.cost");
        using var ended = rig.Collect<long>("compareintel.lanes.ended");
        rig.Descriptor = new ModelDescriptor { Provider = "scripted", Id = "a", Name = "A" };
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        call.Reasoning("Hm");
        await EngineRig.WaitForAsync<ReasoningReceived>(comparison.Log);
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        call.Text("yes").Usage(7, 11, 0.5m).Complete();
        await comparison.Completion.WithinTimeout();

        Assert.Equal([$"5 compareintel.lane.state=finished {Operation}a"], duration.Texts());
        Assert.Equal([$"2 {Operation}a"], first.Texts());
        Assert.Equal([$"7 {Operation}a gen_ai.token.type=input", $"11 {Operation}a gen_ai.token.type=output"], tokens.Texts());
        Assert.Equal(["0.5 compareintel.cost.estimated=False compareintel.provider=scripted gen_ai.request.model=a"], cost.Texts());
        Assert.Equal(["1 compareintel.lane.state=finished compareintel.provider=scripted gen_ai.request.model=a"], ended.Texts());
    }

    [Fact]
    public async Task Lane_ThatIsTriedAgainAndFails_SaysWhyEachTime()
    {
        await using var rig = new EngineRig(static options => options.MaxAttempts = 2);
        using var duration = rig.Collect<double>("gen_ai.client.operation.duration");
        using var retries = rig.Collect<long>("compareintel.lane.retries");
        using var ended = rig.Collect<long>("compareintel.lanes.ended");
        rig.Descriptor = new ModelDescriptor { Provider = "scripted", Id = "a", Name = "A" };
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Fail(new ProviderException(FailureKind.RateLimited, "busy") { RetryAfter = TimeSpan.FromSeconds(5) });
        await EngineRig.WaitForAsync<AttemptFailed>(comparison.Log);
        await rig.Time.WaitForPendingTimersAsync(2);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        (await rig.Provider.NextCallAsync("a")).Fail(new ProviderException(FailureKind.ProviderUnavailable, "down"));
        await comparison.Completion.WithinTimeout();

        Assert.Equal(["1 compareintel.provider=scripted error.type=rate_limited"], retries.Texts());
        Assert.Equal(["1 compareintel.lane.state=failed compareintel.provider=scripted error.type=provider_unavailable gen_ai.request.model=a"], ended.Texts());
        Assert.Equal([$"5 compareintel.lane.state=failed {Operation.Replace("gen_ai.operation", "error.type=provider_unavailable gen_ai.operation", StringComparison.Ordinal)}a"], duration.Texts());
    }

    [Fact]
    public async Task Lane_OfAModelThatIsNotThere_IsNoOperation()
    {
        await using var rig = new EngineRig();
        using var duration = rig.Collect<double>("gen_ai.client.operation.duration");
        using var ended = rig.Collect<long>("compareintel.lanes.ended");

        await rig.Start("unknown-1").Completion.WithinTimeout();

        Assert.Empty(duration.Texts());
        Assert.Equal(["1 compareintel.lane.state=failed error.type=unknown_model gen_ai.request.model=_OTHER"], ended.Texts());
    }

    [Fact]
    public async Task Names_ThatNobodyLists_GetASeriesOnlyOnceTheyAnswerAndNeverMoreThanTheLimit()
    {
        await using var rig = new EngineRig();
        using var ended = rig.Collect<long>("compareintel.lanes.ended");
        var refused = rig.Start("refused");
        (await rig.Provider.NextCallAsync("refused")).Fail(new ProviderException(FailureKind.UnknownModel, "no such model"));
        await refused.Completion.WithinTimeout();
        Assert.EndsWith("gen_ai.request.model=_OTHER", Assert.Single(ended.Texts()), StringComparison.Ordinal);

        ended.Clear();
        for (var number = 0; number < EngineTelemetry.MostUnlistedModels + 5; number++)
        {
            var comparison = rig.Start($"m{number}");
            (await rig.Provider.NextCallAsync($"m{number}")).Text("yes").Complete();
            await comparison.Completion.WithinTimeout();
        }

        Assert.Equal(EngineTelemetry.MostUnlistedModels + 1, ended.Texts().Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(5, ended.Texts().Count(static text => text.EndsWith("_OTHER", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Queue_OfAProvider_IsMeasuredUntilTheGateOpens()
    {
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 1 });
        using var waits = rig.Collect<double>("compareintel.lane.queue.duration");
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(4));
        a.Text("yes").Complete();
        (await rig.Provider.NextCallAsync("b")).Text("yes").Complete();
        await comparison.Completion.WithinTimeout();

        Assert.Equal(["0 compareintel.provider=scripted", "4 compareintel.provider=scripted"], waits.Texts());
    }

    [Fact]
    public async Task Deltas_AreCountedWhileTheyArriveAndStayCounted()
    {
        await using var rig = new EngineRig();
        using var deltas = rig.Collect<long>("compareintel.deltas");
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        var b = await rig.Provider.NextCallAsync("b");
        a.Reasoning("Hm").Text("one").Text("two");
        b.Text("three");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log, static text => text.Text == "two");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log, static text => text.Text == "three");
        a.Complete();
        await EngineRig.EndOfAsync(comparison, 0);
        b.Text("four").Complete();
        await comparison.Completion.WithinTimeout();

        Assert.Equal(["4 compareintel.delta.kind=text", "1 compareintel.delta.kind=reasoning"], deltas.Observe());
        Assert.Equal(["4 compareintel.delta.kind=text", "1 compareintel.delta.kind=reasoning"], deltas.Observe());
    }

    [Fact]
    public async Task Deltas_OfALaneThatRuns_AreThereBeforeItEnds()
    {
        await using var rig = new EngineRig();
        using var deltas = rig.Collect<long>("compareintel.deltas");
        rig.Start("a");
        var a = await rig.Provider.NextCallAsync("a");
        a.Text("one");

        await AsyncAssert.EventuallyAsync(() => deltas.Observe()[0] == "1 compareintel.delta.kind=text");
    }

    [Fact]
    public async Task Comparisons_AreCountedByModeAndEnd()
    {
        await using var rig = new EngineRig();
        using var started = rig.Collect<long>("compareintel.comparisons.started");
        using var ended = rig.Collect<long>("compareintel.comparisons.ended");
        var stopped = rig.Start("a");
        await rig.Provider.NextCallAsync("a");
        await rig.Live.StopAsync(stopped.Id).WithinTimeout();
        var whole = rig.Live.Start(ComparisonRequest.Create("a prompt", "b") with { IsSequential = true });
        (await rig.Provider.NextCallAsync("b")).Text("yes").Complete();
        await whole.Completion.WithinTimeout();

        Assert.Equal(["1 compareintel.comparison.mode=concurrent", "1 compareintel.comparison.mode=sequential"], started.Texts());
        Assert.Equal(["1 compareintel.comparison.state=stopped", "1 compareintel.comparison.state=completed"], ended.Texts());
    }
}
