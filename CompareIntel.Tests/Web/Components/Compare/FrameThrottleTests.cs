using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class FrameThrottleTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(110);

    [Theory]
    [InlineData(0, 100, 110)]
    [InlineData(300, 5, 110)]
    [InlineData(10_000, 5, 110)]
    [InlineData(60, 100, 110)]
    [InlineData(100, 100, 232)]
    [InlineData(2_000, 100, 500)]
    public void Of_ReadingLagsForSoManyFrames_IsLongerWhenItLasts(int lag, int frames, int expected)
    {
        var throttle = new FrameThrottle();
        for (var frame = 0; frame < frames; frame++)
        {
            throttle.Add(TimeSpan.FromMilliseconds(lag));
        }

        Assert.Equal(expected, throttle.Of(s_interval).TotalMilliseconds, tolerance: 1);
    }

    [Fact]
    public void Of_ReadingHasCaughtUp_IsAsUsualAgainAfterAboutTwentyFrames()
    {
        var throttle = new FrameThrottle();
        for (var frame = 0; frame < 120; frame++)
        {
            throttle.Add(frame < 100 ? TimeSpan.FromSeconds(10) : TimeSpan.Zero);
        }

        Assert.Equal(s_interval, throttle.Of(s_interval));
    }

    [Fact]
    public void Of_AnIntervalThatIsLongAlready_StaysAsItIs()
    {
        var throttle = new FrameThrottle();
        throttle.Add(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromSeconds(2), throttle.Of(TimeSpan.FromSeconds(2)));
    }
}
