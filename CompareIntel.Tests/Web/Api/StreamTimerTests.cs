using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Api;

namespace CompareIntel.Tests.Web.Api;

public sealed class StreamTimerTests
{
    [Fact]
    public async Task Timing_OfABatchThatBeginsBeforeTheClient_CountsFromTheFirstEventAfter()
    {
        await using var rig = new EngineRig();
        var comparison = rig.Start("a");
        var call = await rig.Provider.NextCallAsync("a");
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        var timer = new StreamTimer(comparison);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        call.Text("one");
        await EngineRig.WaitForAsync<TextReceived>(comparison.Log);
        var events = comparison.Log.Snapshot();

        timer.Begin();
        foreach (var item in events.Where(static item => item is not TextReceived))
        {
            timer.Note(item);
        }

        timer.Sent();
        Assert.Null(timer.Timing);

        timer.Begin();
        foreach (var item in events)
        {
            timer.Note(item);
        }

        rig.Time.Advance(TimeSpan.FromSeconds(0.25));
        timer.Sent();

        Assert.Equal((WatcherKind.Stream, 10_000d, new TimeSum(1, 250, 250)), (timer.Timing!.Kind, timer.Timing.JoinedAtMs, timer.Timing.Server));
    }
}
