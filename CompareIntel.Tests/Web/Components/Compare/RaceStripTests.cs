using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class RaceStripTests : BunitContext
{
    [Fact]
    public void Render_OneLane_DrawsItsPhasesInMilliseconds()
    {
        var script = new LaneScript()
            .Append(new LaneQueued(0, 1)).Wait(0.3).Start().Wait(0.5).Reason("hm").Wait(2).Write("So").Wait(1).End(LaneState.Finished);

        var strip = Show(script, 1);

        Assert.Equal(
            [("queued", "--from:0;--to:300"), ("waiting", "--from:300;--to:800"), ("reasoning", "--from:800;--to:2800"), ("writing", "--from:2800;--to:3800")],
            strip.FindAll(".seg").Select(static segment => (segment.ClassList[1], segment.GetAttribute("style")!)));
        Assert.Equal("--from:3800", strip.Find(".end.done").GetAttribute("style"));
    }

    [Fact]
    public void Render_LaneRuns_LeavesTheLastPhaseOpen()
    {
        var strip = Show(new LaneScript().Start().Wait(0.5).Write("So"), 1);

        var open = Assert.Single(strip.FindAll(".seg.open"));
        Assert.Equal("--from:500", open.GetAttribute("style"));
        Assert.Empty(strip.FindAll(".end"));
    }

    [Fact]
    public void Render_Retry_ShowsWhereTheAttemptFailed()
    {
        var script = new LaneScript().Start().Wait(0.2).Append(new AttemptFailed(0, 1, LaneScript.Failure, TimeSpan.FromSeconds(1), HasText: false))
            .Wait(1).Append(new AttemptStarted(0, 2));

        var strip = Show(script, 1);

        Assert.Equal("--from:200", strip.Find(".retry").GetAttribute("style"));
        Assert.Equal("--from:200;--to:1200", strip.Find(".pausing").GetAttribute("style"));
    }

    [Fact]
    public void Render_Failed_MarksTheEnd() =>
        Assert.NotNull(Show(new LaneScript().Start().Wait(1).End(LaneState.Failed), 1).Find(".end.failed"));

    [Fact]
    public void Render_EveryLane_IsNamedWithItsState()
    {
        var script = new LaneScript(2).Start().Start(1).Wait(1).Write("So").End(LaneState.Finished);

        var strip = Show(script, 2);

        var names = strip.FindAll("button.name").Select(static button => string.Join(' ', button.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["1Model 0: done 1.0 s", "2Model 1: waiting"], names);
    }

    [Fact]
    public void Render_TwoPhasesBeginAtTheSameTime_ShowsBoth()
    {
        var script = new LaneScript().Start();
        var labels = LaneScript.Labels(1);
        var strip = Render<RaceStrip>(parameters => parameters.Add(strip => strip.Labels, labels).Add(strip => strip.View, script.View));

        script.Wait(0.5).Reason("x").Write("y");
        strip.Render(parameters => parameters.Add(strip => strip.View, script.View));
        script.Wait(0.5).End(LaneState.Finished);
        strip.Render(parameters => parameters.Add(strip => strip.View, script.View));

        Assert.Equal(["waiting", "reasoning", "writing"], strip.FindAll(".seg").Select(static segment => segment.ClassList[1]).Where(static phase => phase != "queued"));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Render_ManyLanes_IsCondensed(int lanes, bool condensed) =>
        Assert.Equal(condensed, Show(new LaneScript(lanes), lanes).Find(".race").ClassList.Contains("condensed"));

    [Fact]
    public void Render_OnlyTextChanges_RendersNothing()
    {
        var script = new LaneScript().Start().Wait(0.5).Write("one");
        var labels = LaneScript.Labels(1);
        var strip = Render<RaceStrip>(parameters => parameters.Add(strip => strip.Labels, labels).Add(strip => strip.View, script.View));
        var renders = strip.RenderCount;

        script.Wait(1).Write(" two");
        strip.Render(parameters => parameters.Add(strip => strip.View, script.View));

        Assert.Equal(renders, strip.RenderCount);
    }

    [Fact]
    public void Render_Running_SaysTheStartAndTheFirstWord()
    {
        var script = new LaneScript(3).Start().Wait(0.0012).Start(1).Start(2).Wait(0.3).Write("So", 1);

        var summary = Words(Show(script, 3));

        Assert.Contains("3 started within 1.2 ms", summary, StringComparison.Ordinal);
        Assert.Contains("first word 0.30 s Model 1", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Ended_SaysFastestSlowestAndSpeedUp()
    {
        var script = new LaneScript(2).Start().Start(1).Wait(2).End(LaneState.Finished).Wait(2).End(LaneState.Finished, 1)
            .Append(new ComparisonEnded(
                ComparisonState.Completed,
                new ComparisonSummary
                {
                    Lanes = 2,
                    Finished = 2,
                    Failed = 0,
                    Duration = TimeSpan.FromSeconds(4),
                    Speedup = 1.5,
                    FastestLane = 0,
                    SlowestLane = 1,
                    EndedAt = DateTimeOffset.UnixEpoch,
                }));

        var summary = Words(Show(script, 2));

        Assert.Contains("fastest Model 0 2.0 s", summary, StringComparison.Ordinal);
        Assert.Contains("slowest Model 1 4.0 s", summary, StringComparison.Ordinal);
        Assert.Contains("1.5× faster than one after another", summary, StringComparison.Ordinal);
    }

    private static string Words(IRenderedComponent<RaceStrip> strip) =>
        string.Join(' ', strip.Find(".summary").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<RaceStrip> Show(LaneScript script, int lanes) =>
        Render<RaceStrip>(parameters => parameters.Add(strip => strip.Labels, LaneScript.Labels(lanes)).Add(strip => strip.View, script.View));
}
