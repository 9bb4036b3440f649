using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Telemetry;

public sealed class OtlpTests
{
    [Fact]
    public async Task Collector_ThatTheStandardVariableNames_GetsTracesAndMetricsWithoutSecrets()
    {
        // It answers everything with a status that the exporter does not try again. Texts stand in the binary bodies as they are.
        await using var collector = await ScriptedHttpServer.StartAsync();
        await using var server = await ScrapedServer.StartAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.BaseUrl.GetLeftPart(UriPartial.Authority),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "named-by-the-operator",
        });
        await server.RunAsync();
        var id = await server.Client.CompareToEndAsync("simulated:quick");
        var share = await (await server.Client.PostAsync($"/api/v1/comparisons/{id}/shares", new { })).JsonAsync();
        var token = share.GetProperty("token").GetString()!;
        using var page = await server.Client.ReadAsync($"/s/{token}");
        using var text = await server.Client.ReadAsync($"/api/v1/shares/{token}/export?format=markdown");
        Assert.True(page.IsSuccessStatusCode && text.IsSuccessStatusCode);

        Assert.Equal(0, await server.TerminateAsync());

        var traces = string.Concat(collector.Requests.Where(static request => request.Path == "/v1/traces").Select(static request => request.Body));
        var metrics = string.Concat(collector.Requests.Where(static request => request.Path == "/v1/metrics").Select(static request => request.Body));
        foreach (var expected in (string[])["named-by-the-operator", "comparison", "chat quick", "chat m", "compareintel.retry", "compareintel.first_token", "POST /compare-stream", "/s/{Token}", "/v1/chat/completions"])
        {
            Assert.Contains(expected, traces, StringComparison.Ordinal);
        }

        Assert.Contains("gen_ai.client.operation.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("compareintel.circuits.open", metrics, StringComparison.Ordinal);
        foreach (var secret in (string[])[ScrapedServer.Prompt, ScrapedServer.Answer, ScrapedServer.Key, token])
        {
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
        }
    }
}
