using CompareIntel.Core.Diagnostics.Anomalies;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class AnomalyRulesTests
{
    // Median 500, median absolute deviation 10: 4 x 1.4826 x 10 is less than 250 ms, which is what counts.
    private static readonly double[] s_steady = [.. Enumerable.Range(0, 48).Select(static hour => 490d + (10 * (hour % 3)))];

    // Median 1,000, median absolute deviation 200: 4 x 1.4826 x 200 = 1,186 ms.
    private static readonly double[] s_restless = [.. Enumerable.Range(0, 50).Select(static hour => 600d + (200 * (hour % 5)))];

    [Theory]
    [InlineData(740, false, false)]
    [InlineData(765, true, false)]
    [InlineData(680, false, true)]
    [InlineData(100, false, true)]
    public void JudgeTtft_OfASteadyModel_AllowsAQuarterOfASecond(double median, bool isOut, bool isBack)
    {
        var judgement = AnomalyRules.JudgeTtft(Times(median, 20), s_steady)!;

        Assert.Equal((isOut, isBack, 500d, 750d, 20L), (judgement.IsOut, judgement.IsBack, judgement.Usual, judgement.Limit, judgement.Lanes));
        Assert.InRange(judgement.Value, 0.99 * median, 1.01 * median);
    }

    [Theory]
    [InlineData(2_150, false)]
    [InlineData(2_250, true)]
    public void JudgeTtft_OfARestlessModel_AllowsFourDeviations(double median, bool isOut) => Assert.Equal(isOut, AnomalyRules.JudgeTtft(Times(median, 20), s_restless)!.IsOut);

    [Fact]
    public void JudgeTtft_AFewWildHours_DoNotWidenTheRange()
    {
        double[] wild = [.. s_steady, 90_000, 95_000, 60_000, 70_000];

        Assert.True(AnomalyRules.JudgeTtft(Times(900, 20), wild)!.IsOut);
    }

    [Fact]
    public void JudgeTtft_TooLittle_SaysNothing()
    {
        Assert.Null(AnomalyRules.JudgeTtft(Times(9_000, AnomalyRules.FewLanes - 1), s_steady));
        Assert.Null(AnomalyRules.JudgeTtft(Times(9_000, 20), s_steady[..(AnomalyRules.LeastBaselineHours - 1)]));
        Assert.False(AnomalyRules.JudgeTtft(Times(9_000, AnomalyRules.LeastLanes - 1), s_steady)!.IsOut);
    }

    // The usual rate is 20 of 1,000; the upper end of its interval is 3.07 %.
    [Theory]
    [InlineData(2, 100, false, true)]
    [InlineData(13, 100, false, false)]
    [InlineData(14, 100, true, false)]
    [InlineData(5, 10, true, false)]
    [InlineData(4, 10, false, false)]
    [InlineData(9, 9, false, false)]
    public void JudgeErrors_WhatChanceDoesNotExplain_IsOut(long failed, long judged, bool isOut, bool isBack)
    {
        var judgement = AnomalyRules.JudgeErrors(failed, judged, 20, 1_000)!;

        Assert.Equal((isOut, isBack, 0.02), (judgement.IsOut, judgement.IsBack, judgement.Usual));
        Assert.Equal(isOut, judged >= AnomalyRules.LeastLanes && judgement.Value > judgement.Limit);
    }

    [Fact]
    public void JudgeErrors_OfAModelThatNeverFailed_NeedsThreeFailures()
    {
        Assert.False(AnomalyRules.JudgeErrors(2, 10, 0, 1_000_000)!.IsOut);
        Assert.True(AnomalyRules.JudgeErrors(3, 10, 0, 1_000_000)!.IsOut);
    }

    [Fact]
    public void JudgeErrors_OfAModelThatAlwaysFails_IsItsOwnRange() => Assert.False(AnomalyRules.JudgeErrors(50, 50, 500, 500)!.IsOut);

    [Fact]
    public void JudgeErrors_TooLittle_SaysNothing()
    {
        Assert.Null(AnomalyRules.JudgeErrors(4, AnomalyRules.FewLanes - 1, 0, 1_000));
        Assert.Null(AnomalyRules.JudgeErrors(10, 10, 0, AnomalyRules.LeastBaselineLanes - 1));
    }

    private static CompareIntel.Core.Diagnostics.Samples.LatencySketch Times(double median, int count) => LatencySketchTests.Of([.. Enumerable.Repeat(median, count)]);
}
