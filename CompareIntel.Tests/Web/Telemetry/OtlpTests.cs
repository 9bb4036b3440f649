using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Telemetry;

public sealed class OtlpTests
{
    [Fact]
    public async Task Collector_ThatTheStandardVariableNames_GetsTracesAndMetricsWithoutSecrets()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await ScrapedServer.StartAsync(collector.Environment);
        await server.RunAsync();
        var id = await server.Client.CompareToEndAsync("simulated:quick");
        var share = await (await server.Client.PostAsync($"/api/v1/comparisons/{id}/shares", new { })).JsonAsync();
        var token = share.GetProperty("token").GetString()!;
        using var page = await server.Client.ReadAsync($"/s/{token}");
        using var text = await server.Client.ReadAsync($"/api/v1/shares/{token}/export?format=markdown");
        Assert.True(page.IsSuccessStatusCode && text.IsSuccessStatusCode);

        Assert.Equal(0, await server.TerminateAsync());

        foreach (var expected in (string[])["named-by-the-operator", "compareintel.retry", "compareintel.first_token", "/s/{Token}"])
        {
            Assert.Contains(expected, collector.Traces, StringComparison.Ordinal);
        }

        Assert.Contains("gen_ai.client.operation.duration", collector.Metrics, StringComparison.Ordinal);
        Assert.Contains("compareintel.circuits.open", collector.Metrics, StringComparison.Ordinal);
        foreach (var secret in (string[])[ScrapedServer.Prompt, ScrapedServer.Answer, ScrapedServer.Key, token])
        {
            Assert.DoesNotContain(secret, collector.Traces, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, collector.Metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Trace_OfAComparison_GoesFromTheRequestByALinkToTheRequestsOfItsLanes()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await ScrapedServer.StartAsync(collector.Environment);
        await server.RunAsync();

        Assert.Equal(0, await server.TerminateAsync());

        var spans = collector.Spans;
        var request = Assert.Single(spans, static span => span.Name == "POST /compare-stream");
        var comparison = Assert.Single(spans, static span => span.Name == "comparison");
        Assert.Equal("", comparison.ParentId);
        Assert.NotEqual(request.TraceId, comparison.TraceId);
        Assert.Equal([(request.TraceId, request.SpanId)], comparison.Links);
        var lane = Assert.Single(spans, static span => span.Name == "chat m");
        Assert.Equal((comparison.TraceId, comparison.SpanId), (lane.TraceId, lane.ParentId));
        var post = Assert.Single(spans, span => span.ParentId == lane.SpanId);
        Assert.Equal((comparison.TraceId, "POST"), (post.TraceId, post.Name));
        Assert.Equal(5, spans.Count(span => span.ParentId == comparison.SpanId && span.Name.StartsWith("chat ", StringComparison.Ordinal)));
    }
}
