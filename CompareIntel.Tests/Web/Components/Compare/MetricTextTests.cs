using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class MetricTextTests
{
    [Theory]
    [InlineData(0.312, "0.31 s")]
    [InlineData(0.999, "1.0 s")]
    [InlineData(3.14, "3.1 s")]
    [InlineData(65.2, "1:05 min")]
    public void Duration_AnyTime_HasAsManyDigitsAsMatter(double seconds, string text) =>
        Assert.Equal(text, MetricText.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1.24, "1.2 ms")]
    [InlineData(43, "43 ms")]
    [InlineData(1_200, "1.2 s")]
    public void Spread_ShortTimes_AreMilliseconds(double milliseconds, string text) =>
        Assert.Equal(text, MetricText.Spread(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(0.00001, "under $0.0001")]
    [InlineData(0.0031, "$0.0031")]
    [InlineData(0.25, "$0.250")]
    [InlineData(12.5, "$12.50")]
    public void Cost_AnyAmount_IsReadable(double usd, string text) => Assert.Equal(text, MetricText.Cost((decimal)usd));

    [Theory]
    [InlineData(1, "queued, next in line")]
    [InlineData(2, "queued, 2nd in line")]
    [InlineData(11, "queued, 11th in line")]
    [InlineData(23, "queued, 23rd in line")]
    public void Queue_Place_IsInWords(int position, string text) => Assert.Equal(text, MetricText.Queue(position));

    [Fact]
    public void State_EveryState_HasAWord() =>
        Assert.All(Enum.GetValues<LaneState>(), static state => Assert.NotEmpty(MetricText.State(state, isReasoning: false)));
}
