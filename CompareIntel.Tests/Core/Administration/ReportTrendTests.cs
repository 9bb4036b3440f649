using CompareIntel.Core.Administration;
using CompareIntel.Core.Verification;

namespace CompareIntel.Tests.Core.Administration;

public sealed class ReportTrendTests
{
    [Fact]
    public void Of_ManyEarlierReports_TakesNoiseFromThem()
    {
        double[] usual = [1_000, 1_040, 960, 1_020, 980, 1_010];

        var within = Assert.Single(ReportTrend.Of(Report(1_080), usual.Select(total => Report(total))).Figures, static figure => figure.Figure == "total");
        var beyond = Assert.Single(ReportTrend.Of(Report(1_200), usual.Select(total => Report(total))).Figures, static figure => figure.Figure == "total");

        Assert.False(within.IsSlower, $"{within}");
        Assert.True(beyond.IsSlower, $"{beyond}");
        Assert.Equal(1_000, beyond.Last);
        // Median 1,005, median deviation 20: 3 * 1.4826 * 20 above it.
        Assert.Equal(1_005 + (3 * 1.4826 * 20), beyond.Limit, 6);
    }

    [Theory]
    [InlineData(1_500, false)]
    [InlineData(1_501, true)]
    public void Of_FewEarlierReports_AllowsAQuarterAndAQuarterOfASecond(double total, bool isSlower)
    {
        var trend = ReportTrend.Of(Report(total), [Report(1_000), Report(9_000)]);

        Assert.Equal(2, trend.Earlier);
        Assert.Equal(isSlower, Assert.Single(trend.Figures, static figure => figure.Figure == "total").IsSlower);
    }

    [Fact]
    public void Of_OtherServersAndModels_AreLeftOut()
    {
        var trend = ReportTrend.Of(Report(9_000), [Report(1_000) with { Server = new Uri("http://other/") }, Report(1_000) with { Models = ["x"] }]);

        Assert.Equal(0, trend.Earlier);
        Assert.Empty(trend.Figures);
        Assert.Null(trend.ToErrorRateCheck());
    }

    [Theory]
    [InlineData(0, 0, CheckOutcome.Passed)]
    [InlineData(1, 1, CheckOutcome.Passed)]
    [InlineData(1, 2, CheckOutcome.Passed)]
    [InlineData(1, 0, CheckOutcome.Failed)]
    public void ToErrorRateCheck_FailsOnlyWhenMoreFailThanBefore(int failedNow, int failedBefore, CheckOutcome expected)
    {
        var check = ReportTrend.Of(Report(1_000, failedNow), [Report(1_000, failedBefore), Report(1_000, 3)]).ToErrorRateCheck();

        Assert.Equal((CheckLevel.Must, expected), (check!.Level, check.Outcome));
    }

    [Fact]
    public void Markdown_TextOfServersAndPeople_EndsNoCellAndIsNoMarkup()
    {
        var report = Report(1_000) with { ServerVersion = "1 | <script> [x](http://y)", Checks = [new ReleaseCheck("health", CheckLevel.Must, CheckOutcome.Passed, "a | b\nc", 1)] };

        var text = ReportMarkdown.Of(new KeptReport(7, report, "ada", new SignOff("", "", "# no heading", "ada", DateTimeOffset.UnixEpoch)), ReportTrend.Of(report, []));

        Assert.Contains("# Release checks 7: PASSED", text, StringComparison.Ordinal);
        Assert.Contains(@"| Must | health | Passed | a \| b c |", text, StringComparison.Ordinal);
        Assert.Contains(@"1 \| \<script\> \[x\](http://y)", text, StringComparison.Ordinal);
        Assert.Contains("Signed off: ada, 1970-01-01 00:00 UTC", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# no heading", text, StringComparison.Ordinal);
    }

    internal static VerificationReport Report(double totalMs, int failed = 0) => new()
    {
        Server = new Uri("http://server/"),
        ServerVersion = "1.0",
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(60),
        Models = ["a", "b", "c"],
        IsSimulated = true,
        Checks = [new ReleaseCheck("health", CheckLevel.Must, CheckOutcome.Passed, "healthy", 3)],
        Runs =
        [
            new CheckedRun
            {
                Check = "concurrent-3",
                Models = 3,
                Verdict = StreamVerdict.Concurrent,
                Reason = "",
                TotalMs = totalMs,
                StartSpreadMs = 1,
                ServerStartSpreadMs = 0.5,
                DistinctAmongFirst = 3,
                SwitchShare = 0.5,
                Overlap = 2,
                SlowestLaneMs = totalMs,
                Speedup = 2,
                Lanes = [.. Enumerable.Range(0, 3).Select(lane => new CheckedLane(lane, "m", 100, totalMs, 90, totalMs, lane >= failed, "stop", 100))],
            },
        ],
    };
}
