using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Comparisons;

public sealed class CallTraceTests
{
    [Fact]
    public async Task Attempts_EachKeepWhatWasNotedOfTheirRequest()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        var first = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromMilliseconds(40));
        CallOf(first).NoteHead("x-request-id=req_1");
        first.Fail(new ProviderException(FailureKind.RateLimited, "slow down") { RetryAfter = TimeSpan.FromSeconds(1) });
        var failed = await EngineRig.WaitForAsync<AttemptFailed>(comparison.Log);
        await rig.Time.WaitForPendingTimersAsync(2).WithinTimeout();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        CallOf(second).NoteHead("x-request-id=req_2");
        rig.Time.Advance(TimeSpan.FromMilliseconds(50));
        CallOf(second).NoteBytes();
        rig.Time.Advance(TimeSpan.FromMilliseconds(3));
        second.Text("one");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);
        CallOf(second).NoteBytes();
        rig.Time.Advance(TimeSpan.FromMilliseconds(5));
        second.Text("two").Complete();

        var ended = await EngineRig.EndOfAsync(comparison, 0);

        Assert.Equal(new CallTrace { RequestIds = "x-request-id=req_1", HeadAfter = TimeSpan.FromMilliseconds(40) }, failed.Call);
        Assert.Equal(
            new CallTrace
            {
                RequestIds = "x-request-id=req_2",
                HeadAfter = TimeSpan.FromMilliseconds(100),
                FirstBytesAfter = TimeSpan.FromMilliseconds(150),
                FirstDelay = TimeSpan.FromMilliseconds(3),
                MeanDelay = TimeSpan.FromMilliseconds(4),
                LongestDelay = TimeSpan.FromMilliseconds(5),
            },
            ended.Metrics.Call);
    }

    [Fact]
    public async Task Attempt_OfAClientThatNotesNothing_HasNoTrace()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a", "unknown");
        (await rig.Provider.NextCallAsync("a")).Text("one").Complete();

        Assert.Null((await EngineRig.EndOfAsync(comparison, 0)).Metrics.Call);
        Assert.Null((await EngineRig.EndOfAsync(comparison, 1)).Metrics.Call);
    }

    private static ProviderCall CallOf(ScriptedCall call) => Assert.IsType<ProviderCall>(call.Options.AdditionalProperties![ProviderProperties.Call]);
}
