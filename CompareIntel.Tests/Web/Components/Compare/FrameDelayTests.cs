using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class FrameDelayTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(120);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 7, 7)]
    [InlineData(10, 7, 27)]
    [InlineData(10, 21, 40)]
    [InlineData(50, 10, 40)]
    [InlineData(50, 11, 0)]
    [InlineData(0, 61, 0)]
    public void Expected_OneLateFrame_CountsItsBeginningTwiceUpToAThirdAndNothingWhenItIsTooMuch(int begun, int making, int expected)
    {
        var delay = new FrameDelay();

        delay.Add(Ms(begun), Ms(making));

        Assert.Equal(expected, delay.Expected(s_interval).TotalMilliseconds, tolerance: 0.001);
    }

    [Fact]
    public void Expected_FramesInTime_ForgetsALateOneAfterSixtyAndNotAfterTen()
    {
        var delay = new FrameDelay();
        delay.Add(Ms(10), Ms(10));
        for (var frame = 0; frame < 10; frame++)
        {
            delay.Add(Ms(1), Ms(1));
        }

        Assert.InRange(delay.Expected(s_interval).TotalMilliseconds, 15, 25);
        for (var frame = 0; frame < 50; frame++)
        {
            delay.Add(Ms(1), Ms(1));
        }

        Assert.Equal(3, delay.Expected(s_interval).TotalMilliseconds, tolerance: 0.5);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
