using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Circuits;
using CompareIntel.Web.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Browser;

public sealed class FrameCountTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Frames_OfARun_AreCountedAndAllConfirmedInTheEnd()
    {
        var counts = application.Services.GetRequiredService<ClientCounts>();
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);

        Assert.True(counts.FramesSent > 10, $"{counts.FramesSent} frames");
        Assert.Equal(1, application.Services.GetRequiredService<OpenCircuits>().Count);
        await AsyncAssert.EventuallyAsync(() => counts.FramesUnconfirmed == 0);
    }
}
