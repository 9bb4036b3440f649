using System.Globalization;
using Bunit;
using CompareIntel.Web.Components.Administration.Trends;

namespace CompareIntel.Tests.Web.Components.Administration;

public sealed class TimeChartTests : BunitContext
{
    private static readonly DateTimeOffset s_from = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Render_Bars_StackUponEachOtherAndTheAxisIsRound()
    {
        var chart = Show(isWhole: true, new ChartSeries("good", "finished", ChartMark.Bar, [30, 0, 60, null]), new ChartSeries("bad", "failed", ChartMark.Bar, [10, 0, 20, null]));

        Assert.Equal(["0", "20", "40", "60", "80"], chart.FindAll(".y span").Select(static label => label.TextContent));
        Assert.Equal(
            [("finished", "62.5", "37.5"), ("failed", "50", "12.5"), ("finished", "25", "75"), ("failed", "0", "25")],
            chart.FindAll("rect:not(.hit)").Select(static bar => (bar.ClassName!, bar.GetAttribute("y")!, bar.GetAttribute("height")!)));
        Assert.Equal(4, chart.FindAll("rect.hit").Count);
        Assert.Equal("11-24 02:00 to 03:00 UTC\ngood 60 x\nbad 20 x", chart.FindAll("rect.hit title")[2].TextContent);
        Assert.Equal("11-24 03:00 to 04:00 UTC\ngood none\nbad none", chart.FindAll("rect.hit title")[3].TextContent);
    }

    [Fact]
    public void Render_ALine_BreaksWhereNothingIsKnownAndShowsLonelyPoints()
    {
        var chart = Show(isWhole: false, new ChartSeries("p50", "p50", ChartMark.Line, [1, 2, null, 4]));

        Assert.Equal("M12.5 75L37.5 50M87.5 0h0", chart.Find("path").GetAttribute("d"));
        Assert.Equal("Chart. p50: from 1 x to 4 x, last 4 x.", chart.Find("svg").GetAttribute("aria-label"));
        Assert.Empty(chart.FindAll(".legend"));
    }

    [Fact]
    public void Render_Nothing_SaysSo()
    {
        var chart = Show(isWhole: true, new ChartSeries("good", "finished", ChartMark.Bar, [0, 0]), new ChartSeries("p50", "p50", ChartMark.Line, [null, null]));

        Assert.Equal("Nothing in this time", chart.Find(".nothing").TextContent);
        Assert.Equal("Chart. Nothing in this time.", chart.Find("svg").GetAttribute("aria-label"));
        Assert.Empty(chart.FindAll("rect"));
    }

    [Fact]
    public void Render_TimeAxis_MarksRoundTimesWithinIt()
    {
        var ticks = PeriodLinks.TicksOf(s_from.AddHours(-9), s_from.AddHours(15));

        var chart = Render<TimeChart>(parameters => parameters
            .Add(static chart => chart.Title, "Chart").Add(static chart => chart.From, s_from.AddHours(-9)).Add(static chart => chart.Step, TimeSpan.FromHours(1)).Add(static chart => chart.Ticks, ticks)
            .Add(static chart => chart.Describe, Describe)
            .Add(static chart => chart.Series, [new ChartSeries("good", "finished", ChartMark.Bar, [.. Enumerable.Repeat((double?)1, 24)])]));

        Assert.Equal([("18:00", "left:12.5%"), ("00:00", "left:37.5%"), ("06:00", "left:62.5%"), ("12:00", "left:87.5%")], chart.FindAll(".x span").Select(static label => (label.TextContent, label.GetAttribute("style")!)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.3)]
    [InlineData(1, 1)]
    [InlineData(7, 8)]
    [InlineData(99, 100)]
    [InlineData(101, 150)]
    [InlineData(12_345, 15_000)]
    public void Scale_OfAnyValue_EndsAtARoundNumberThatIsNotBelow(double largest, double top)
    {
        var scale = ChartScale.Of(largest, isWhole: false);

        Assert.Equal(top, scale.Top, 1e-9);
        Assert.InRange(scale.Ticks.Count, 2, 6);
        Assert.Equal(0, scale.Ticks[0]);
    }

    [Fact]
    public void Scale_OfCounts_HasWholeSteps() => Assert.Equal([0, 1, 2], ChartScale.Of(2, isWhole: true).Ticks);

    private static string Describe(double value) => value.ToString(CultureInfo.InvariantCulture) + " x";

    private IRenderedComponent<TimeChart> Show(bool isWhole, params ChartSeries[] series) => Render<TimeChart>(parameters => parameters
        .Add(static chart => chart.Title, "Chart")
        .Add(static chart => chart.From, s_from)
        .Add(static chart => chart.Step, TimeSpan.FromHours(1))
        .Add(static chart => chart.Ticks, [])
        .Add(static chart => chart.Describe, Describe)
        .Add(chart => chart.IsWhole, isWhole)
        .Add(chart => chart.Series, series));
}
