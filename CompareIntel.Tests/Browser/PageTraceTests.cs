using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Browser;

public sealed class PageTraceTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [Fact]
    public async Task Trace_OfAComparisonFromAPage_IsLinkedToWhatTheUserDid()
    {
        using var data = new TemporaryFolder();
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = ServerProcess.Start([$"--DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", "--Providers:simulated:Speed=10"], collector.Environment);
        var address = await server.ReadyAsync();
        await using var context = await browser.NewContextAsync(address.AbsoluteUri);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);

        Assert.Equal(0, await server.TerminateAsync());

        var spans = collector.Spans;
        var comparison = Assert.Single(spans, static span => span.Name == "comparison");
        Assert.Equal("", comparison.ParentId);
        var (_, started) = Assert.Single(comparison.Links);
        Assert.Equal("page send", Assert.Single(spans, span => span.SpanId == started).Name);
        // What a page's connection does for every frame is left out.
        Assert.True(spans.Count < 60, string.Join(", ", spans.Select(static span => span.Name)));
    }
}
