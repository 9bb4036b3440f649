using System.Diagnostics;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Telemetry;

public sealed class TraceTests
{
    [Fact]
    public async Task Comparison_IsATraceOfItsOwnWithASpanPerLaneAndALinkToTheRequest()
    {
        await using var rig = new EngineRig();
        using var traces = new RecordedTraces(rig.Telemetry.Source);
        using var source = new ActivitySource("request");
        using var requests = new RecordedTraces(source);
        LiveComparison comparison;
        ActivityContext request;
        using (var activity = source.StartActivity("POST /compare-stream", ActivityKind.Server)!)
        {
            request = activity.Context;
            comparison = rig.Start("a", "b");
            Assert.Same(activity, Activity.Current);
        }

        (await rig.Provider.NextCallAsync("a")).Text("yes").Usage(3, 4).Complete("length");
        (await rig.Provider.NextCallAsync("b")).Fail(new ProviderException(FailureKind.Unauthorized, "sk-secret"));
        await comparison.Completion.WithinTimeout();

        var root = traces.Single("comparison");
        Assert.Null(root.ParentId);
        Assert.NotEqual(request.TraceId, root.TraceId);
        Assert.Equal(request, Assert.Single(root.Links).Context);
        Assert.Equal((comparison.Id, "completed", 1, 1), (root.GetTagItem("compareintel.comparison.id"), root.GetTagItem("compareintel.comparison.state"), root.GetTagItem("compareintel.comparison.finished"), root.GetTagItem("compareintel.comparison.failed")));
        var (a, b) = (traces.Single("chat a"), traces.Single("chat b"));
        Assert.All([a, b], lane => Assert.Equal((root.TraceId, root.SpanId, ActivityKind.Client), (lane.TraceId, lane.ParentSpanId, lane.Kind)));
        Assert.Equal(("chat", "scripted", "a", 3L, 4L, "finished"), (a.GetTagItem("gen_ai.operation.name"), a.GetTagItem("gen_ai.provider.name"), a.GetTagItem("gen_ai.request.model"), a.GetTagItem("gen_ai.usage.input_tokens"), a.GetTagItem("gen_ai.usage.output_tokens"), a.GetTagItem("compareintel.lane.state")));
        Assert.Equal(["length"], Assert.IsType<string[]>(a.GetTagItem("gen_ai.response.finish_reasons")));
        Assert.Equal((ActivityStatusCode.Unset, ActivityStatusCode.Error, "unauthorized"), (a.Status, b.Status, b.GetTagItem("error.type")));
        Assert.DoesNotContain("sk-secret", b.StatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lane_ThatIsTriedAgain_TellsOfAttemptsAndTheFirstTokenAtTheLogsTimes()
    {
        await using var rig = new EngineRig();
        using var traces = new RecordedTraces(rig.Telemetry.Source);
        var start = rig.Time.GetUtcNow();
        var comparison = rig.Start("a");
        var first = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        first.Fail(new ProviderException(FailureKind.RateLimited, "busy") { RetryAfter = TimeSpan.FromSeconds(5) });
        await EngineRig.WaitForAsync<AttemptFailed>(comparison.Log);
        await rig.Time.WaitForPendingTimersAsync(2);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        var second = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        second.Text("yes");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        second.Complete();
        await comparison.Completion.WithinTimeout();

        var lane = traces.Single("chat a");
        Assert.Equal(
            ["0 compareintel.attempt", "1 compareintel.retry", "6 compareintel.attempt", "8 compareintel.first_token"],
            lane.Events.OrderBy(static item => item.Timestamp).Select(item => $"{(item.Timestamp - start).TotalSeconds:0} {item.Name}"));
        Assert.Equal((start.UtcDateTime, TimeSpan.FromSeconds(11)), (lane.StartTimeUtc, lane.Duration));
        Assert.Equal((start.UtcDateTime, TimeSpan.FromSeconds(11)), (traces.Single("comparison").StartTimeUtc, traces.Single("comparison").Duration));
    }

    [Fact]
    public async Task Queue_IsASpanOfItsOwnAndNoPartOfTheLanes()
    {
        await using var rig = new EngineRig(provider: new ScriptedProvider { MaxConcurrentLanes = 1 });
        using var traces = new RecordedTraces(rig.Telemetry.Source);
        var comparison = rig.Start("a", "b");
        var a = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(4));
        a.Text("yes").Complete();
        var b = await rig.Provider.NextCallAsync("b");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        b.Text("yes").Complete();
        await comparison.Completion.WithinTimeout();

        Assert.Equal((TimeSpan.FromSeconds(4), 1), (traces.Single("queue").Duration, traces.Single("queue").GetTagItem("compareintel.lane")));
        Assert.Equal(TimeSpan.FromSeconds(2), traces.Single("chat b").Duration);
    }

    [Fact]
    public async Task Lane_ThatNeverSentARequest_HasASpanThatSaysWhy()
    {
        await using var rig = new EngineRig();
        using var traces = new RecordedTraces(rig.Telemetry.Source);

        await rig.Start("unknown-1").Completion.WithinTimeout();

        var lane = traces.Single("chat unknown-1");
        Assert.Equal((ActivityStatusCode.Error, "unknown_model"), (lane.Status, lane.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Provider_SeesTheLanesSpanAsItsOwn()
    {
        await using var rig = new EngineRig();
        using var traces = new RecordedTraces(rig.Telemetry.Source);
        ActivitySpanId? seen = null;
        rig.Provider.Called = () => seen = Activity.Current?.SpanId;
        var comparison = rig.Start("a");
        (await rig.Provider.NextCallAsync("a")).Text("yes").Complete();
        await comparison.Completion.WithinTimeout();

        Assert.Equal(traces.Single("chat a").SpanId, seen);
    }

    [Fact]
    public async Task Spans_HoldNoPromptNoHistoryAndNoAnswer()
    {
        await using var rig = new EngineRig();
        using var traces = new RecordedTraces(rig.Telemetry.Source);
        var request = new ComparisonRequest { Prompt = "unmistakable prompt", Lanes = [new LaneRequest("a") { System = "unmistakable system", History = [new ChatMessage(ChatRole.User, "unmistakable history")], Temperature = 0.5f }] };
        var comparison = rig.Live.Start(request);
        (await rig.Provider.NextCallAsync("a")).Reasoning("unmistakable thought").Text("unmistakable answer").Usage(1, 2).Complete();
        await comparison.Completion.WithinTimeout();

        Assert.Equal(2, traces.All.Count);
        var texts = traces.All.SelectMany(static activity => activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}")
            .Concat(activity.Events.SelectMany(static item => item.Tags.Select(tag => $"{item.Name} {tag.Key}={tag.Value}")))
            .Append(activity.DisplayName).Append(activity.StatusDescription ?? "")).ToArray();
        Assert.Contains("gen_ai.request.temperature=0.5", texts);
        Assert.DoesNotContain(texts, static text => text.Contains("unmistakable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_WantsTraces_NoSpanIsMadeAndTheRunIsNoPartOfTheRequest()
    {
        await using var rig = new EngineRig();
        var seen = true;
        rig.Provider.Called = () => seen = Activity.Current is not null;
        using var request = new Activity("request").Start();

        var comparison = rig.Start("a");
        Assert.Same(request, Activity.Current);
        (await rig.Provider.NextCallAsync("a")).Text("yes").Complete();
        await comparison.Completion.WithinTimeout();

        Assert.False(seen);
    }
}
