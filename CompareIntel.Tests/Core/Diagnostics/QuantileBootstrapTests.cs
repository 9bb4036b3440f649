using CompareIntel.Core.Diagnostics.Periods;

namespace CompareIntel.Tests.Core.Diagnostics;

public sealed class QuantileBootstrapTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Difference_AgainstResamplingEveryTime_IsTheSame(double quantile)
    {
        var (before, after) = (Times(1, 300, 800), Times(2, 250, 900));

        var interval = QuantileBootstrap.Difference(LatencySketchTests.Of(before), LatencySketchTests.Of(after), quantile);

        var plain = Resampled(before, after, quantile);
        // Two bootstraps differ by chance, and the sketch by 1 % of the times.
        var room = 0.25 * (plain.High - plain.Low);
        Assert.InRange(interval.Low, plain.Low - room, plain.Low + room);
        Assert.InRange(interval.High, plain.High - room, plain.High + room);
    }

    [Fact]
    public void Difference_MadeTwice_IsTheSame()
    {
        var (before, after) = (LatencySketchTests.Of(Times(1, 100, 500)), LatencySketchTests.Of(Times(2, 100, 500)));

        Assert.Equal(QuantileBootstrap.Difference(before, after, 0.5), QuantileBootstrap.Difference(before, after, 0.5));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Difference_OfTimesThatDoNotDiffer_HoldsZeroAboutAsOftenAsItSays(double quantile)
    {
        const int Pairs = 200;

        var held = Enumerable.Range(0, Pairs).Count(pair =>
            QuantileBootstrap.Difference(LatencySketchTests.Of(Times(2 * pair, 120, 700)), LatencySketchTests.Of(Times((2 * pair) + 1, 120, 700)), quantile).HoldsZero);

        Assert.InRange(held, 0.91 * Pairs, Pairs);
    }

    [Fact]
    public void Difference_OfTimesThatDiffer_IsBeyondZeroAndHoldsTheTruth()
    {
        var interval = QuantileBootstrap.Difference(LatencySketchTests.Of(Times(1, 400, 500)), LatencySketchTests.Of(Times(2, 400, 700)), 0.5);

        Assert.True(interval.Low > 0);
        Assert.InRange(200, interval.Low, interval.High);
    }

    [Fact]
    public void LeastCount_GrowsTowardsTheEnds() => Assert.Equal([20L, 60, 300], new[] { 0.5, 0.95, 0.99 }.Select(QuantileBootstrap.LeastCount));

    /// <summary>Log-normal times with this median.</summary>
    private static double[] Times(int seed, int count, double median)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => median * Math.Exp(0.4 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static Interval Resampled(double[] before, double[] after, double quantile)
    {
        const int Rounds = 4_000;
        var random = new Random(3);
        var differences = Enumerable.Range(0, Rounds).Select(_ => Draw(after) - Draw(before)).Order().ToArray();
        return new Interval(differences[(int)(0.025 * Rounds)], differences[(int)(0.975 * Rounds)]);

        double Draw(double[] times)
        {
            var drawn = random.GetItems(times, times.Length);
            Array.Sort(drawn);
            return drawn[(int)Math.Ceiling(quantile * times.Length) - 1];
        }
    }
}
