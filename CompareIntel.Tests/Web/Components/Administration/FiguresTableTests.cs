using AngleSharp.Dom;
using Bunit;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Periods;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Tests.Core.Diagnostics;
using CompareIntel.Web.Components.Administration.Trends;

namespace CompareIntel.Tests.Web.Components.Administration;

public sealed class FiguresTableTests : BunitContext
{
    private static readonly ModelFigures s_busy = new("up", "busy", Figures(30, 0, 900));
    private static readonly ModelFigures s_broken = new("up", "broken", Figures(2, 8, 100));
    private static readonly ModelFigures s_silent = new("local", "silent", Figures(0, 3, null));

    [Fact]
    public void Sort_ByEachColumn_PutsWhatIsNotKnownLast()
    {
        var table = Show([s_busy, s_broken, s_silent]);
        Assert.Equal(["busy", "broken", "silent"], Models(table));
        Assert.Equal("descending", Header(table, "Requests").ParentElement!.GetAttribute("aria-sort"));

        Header(table, "Model").Click();
        Assert.Equal(["broken", "busy", "silent"], Models(table));
        Assert.Null(Header(table, "Requests").ParentElement!.GetAttribute("aria-sort"));
        Header(table, "Model").Click();
        Assert.Equal(["silent", "busy", "broken"], Models(table));
        Header(table, "Error rate").Click();
        Assert.Equal(["silent", "broken", "busy"], Models(table));
        Header(table, "p50 of the time to first token").Click();
        Assert.Equal(["busy", "broken", "silent"], Models(table));
        Header(table, "p50 of the time to first token").Click();
        Assert.Equal(["broken", "busy", "silent"], Models(table));
        Assert.Equal("ascending", Header(table, "p50 of the time to first token").ParentElement!.GetAttribute("aria-sort"));
    }

    [Fact]
    public void Cells_OfWhatIsNotKnown_SayItInWords()
    {
        var row = Show([s_silent]).Find("tbody tr");

        // Model, provider, requests, error rate, times, durations, tokens, cost.
        Assert.Equal(["local", "3", "100.0 %", "none", "none", "none", "none", "none", "none", "unknown", "unknown", "unknown"], row.QuerySelectorAll("td").Skip(1).Select(static cell => cell.TextContent.Trim()));
        Assert.Equal("stalled 3", row.QuerySelector("small")!.TextContent);
    }

    [Fact]
    public void Model_WithAnAnomalyThatLasts_IsMarked()
    {
        var anomaly = new Anomaly(7, "up", "busy", AnomalyKind.TimeToFirstToken, DateTimeOffset.UnixEpoch, null, null, 100, 350, 900, 900, 30);

        var table = Show([s_busy, s_broken, new ModelFigures("other", "busy", Figures(1, 0, 1))], anomaly);

        Assert.Equal("SLOW", Assert.Single(table.FindAll(".verdict")).TextContent);
        Assert.Contains("up", table.Find("tr:has(.verdict)").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AnomalyTable_EndedAndLasting_AreToldApartWithTheirNumbers()
    {
        var lasts = new Anomaly(2, "up", "a", AnomalyKind.ErrorRate, DateTimeOffset.UnixEpoch, null, null, 0.01, 0.2, 0.5, 0.75, 1_200);
        var ended = new Anomaly(1, "", "b", AnomalyKind.TimeToFirstToken, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(2), AnomalyEnd.TooFewLanes, 500, 750, 800, 9_000, 4);

        var table = Render<AnomalyTable>(parameters => parameters.Add(static table => table.Anomalies, [lasts, ended]).Add(static table => table.Nothing, "None."));

        Assert.Equal(["LASTS", "1970-01-01 00:00", "", "up:a", "error rate", "50.0 %", "75.0 %", "1.0 %", "20.0 %", "1,200"], Cells(table.FindAll("tbody tr")[0]));
        Assert.Equal(["ENDED", "1970-01-01 00:00", "1970-01-01 02:00, too few lanes to say more", "b", "time to first token", "800 ms", "9.00 s", "500 ms", "750 ms", "4"], Cells(table.FindAll("tbody tr")[1]));
        Assert.Equal("None.", Render<AnomalyTable>(static parameters => parameters.Add(static table => table.Nothing, "None.")).Find("p").TextContent);
    }

    [Fact]
    public void DifferenceTable_SaysWhatADifferenceIsWorth()
    {
        var worse = new FigureDifference(ComparedFigure.TtftMedian, 500, 900, 40, 50, new Interval(100, 700));
        var few = new FigureDifference(ComparedFigure.ErrorRate, null, 0.5, 0, 2, null);

        var table = Render<DifferenceTable>(parameters => parameters.Add(static table => table.Label, "x").Add(static table => table.Rows, [("up:a", worse), ("up:a", few)]));

        Assert.Equal(["up:a", "Time to first token, median", "slower, beyond chance", "500 ms", "900 ms", "+400 ms", "+100 ms to +700 ms"], Cells(table.FindAll("tbody tr")[0]));
        Assert.Equal(["up:a", "Error rate", "too few to say (0 and 2)", "none", "50.0 %", "", ""], Cells(table.FindAll("tbody tr")[1]));
        Assert.NotNull(table.Find(".worth.worse"));
    }

    private static IEnumerable<string> Cells(IElement row) => row.QuerySelectorAll("td").Select(static cell => cell.TextContent.Trim());

    private static IElement Header(IRenderedComponent<FiguresTable> table, string label) =>
        Assert.Single(table.FindAll("th button"), button => button.TextContent.TrimEnd('↓', '↑') == label);

    private static IEnumerable<string> Models(IRenderedComponent<FiguresTable> table) => table.FindAll("tbody tr td:first-child").Select(static cell => cell.ChildNodes[0].TextContent.Trim());

    private static LaneFigures Figures(int finished, int failed, double? ttft)
    {
        var figures = new LaneFigures();
        for (var lane = 0; lane < finished + failed; lane++)
        {
            var sample = MadeSamples.Sample(DateTimeOffset.UnixEpoch, ttft: ttft, failure: lane < failed ? FailureKind.Stalled : null);
            (sample.InputTokens, sample.OutputTokens) = lane < failed ? (null, null) : (sample.InputTokens, sample.OutputTokens);
            figures.Add(sample);
        }

        return figures;
    }

    private IRenderedComponent<FiguresTable> Show(IReadOnlyList<ModelFigures> rows, params Anomaly[] anomalies) => Render<FiguresTable>(parameters => parameters
        .Add(static table => table.Label, "Models")
        .Add(static table => table.IsByModel, true)
        .Add(table => table.Rows, rows)
        .Add(table => table.Total, rows[0].Figures)
        .Add(table => table.Anomalies, anomalies));
}
