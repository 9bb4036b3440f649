using CompareIntel.Core.Diagnostics.Periods;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class RateIntervalsTests
{
    // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_OfPublishedCounts_IsAsPublished(long hits, long of, double low, double high)
    {
        var interval = RateIntervals.Wilson(hits, of);

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    // Newcombe, Interval estimation for the difference between independent proportions, the same volume, table II, method 10. The paper takes the first minus the second.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void Difference_OfPublishedCounts_IsAsPublished(long hits, long of, long otherHits, long otherOf, double low, double high)
    {
        var interval = RateIntervals.Difference(otherHits, otherOf, hits, of);

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Theory]
    [InlineData(0, 10, 0.5, 1)]
    [InlineData(10, 10, 0.5, 0.0009765625)]
    [InlineData(3, 10, 0.1, 0.0701908264)]
    [InlineData(1, 5, 0.2, 0.67232)]
    [InlineData(3, 3, 0, 0)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(12, 20, 0.05, 0.0000000000209)]
    public void UpperTail_OfABinomial_IsItsSum(long hits, long of, double share, double expected) => Assert.Equal(expected, RateIntervals.UpperTail(hits, of, share), 1e-10);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    public void Wilson_OfWhatCantBe_Throws(long hits, long of) => Assert.Throws<ArgumentOutOfRangeException>(() => RateIntervals.Wilson(hits, of));
}
