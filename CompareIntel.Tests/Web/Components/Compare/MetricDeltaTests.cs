using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class MetricDeltaTests
{
    [Theory]
    [InlineData(0.9, 0.5, "+0.40 s")]
    [InlineData(0.5, 0.9, "−0.40 s")]
    [InlineData(0.5, 0.501, "±0 s")]
    [InlineData(14, 2, "+12.0 s")]
    [InlineData(2, 92, "−1:30 min")]
    public void Duration_Given_SaysWhichWay(double own, double baseline, string text) =>
        Assert.Equal(text, MetricDelta.Duration(TimeSpan.FromSeconds(own), TimeSpan.FromSeconds(baseline)));

    [Fact]
    public void Anything_OneIsUnknown_IsNothing()
    {
        Assert.Null(MetricDelta.Duration(TimeSpan.Zero, null));
        Assert.Null(MetricDelta.Rate(null, 3));
        Assert.Null(MetricDelta.Tokens(3, null));
        Assert.Null(MetricDelta.Cost(0.1m, null));
        Assert.Null(MetricDelta.Cost(0.1m, 0m));
    }

    [Fact]
    public void RateTokensAndCost_Given_SayTheDifference()
    {
        Assert.Equal("+12", MetricDelta.Rate(62.2, 50.1));
        Assert.Equal("−1,200", MetricDelta.Tokens(300, 1500));
        Assert.Equal("2.0×", MetricDelta.Cost(0.002m, 0.001m));
    }
}
