using System.Net;
using CompareIntel.Tests.Deploy;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Web.Api;

public sealed class ApiDocumentsTests
{
    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi.json")]
    public async Task OpenApi_ListsTheRoutesAndTheEvents(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var document = await app.Client.GetJsonAsync(path);

        var paths = document.GetProperty("paths").EnumerateObject().Select(static item => item.Name).ToArray();
        Assert.Equal(
            [
                "/api/v1/compare", "/api/v1/compare-stream", "/api/v1/comparisons", "/api/v1/comparisons/export", "/api/v1/comparisons/import", "/api/v1/comparisons/{id}", "/api/v1/comparisons/{id}/events", "/api/v1/comparisons/{id}/export",
                "/api/v1/comparisons/{id}/lanes/{lane}/feedback", "/api/v1/comparisons/{id}/lanes/{lane}/stop", "/api/v1/comparisons/{id}/lanes/{lane}/text", "/api/v1/comparisons/{id}/report", "/api/v1/comparisons/{id}/shares", "/api/v1/comparisons/{id}/shares/{token}", "/api/v1/comparisons/{id}/stop", "/api/v1/health", "/api/v1/health/live",
                "/api/v1/health/ready", "/api/v1/line-ups", "/api/v1/line-ups/import", "/api/v1/model-stats", "/api/v1/models", "/api/v1/shares/{token}/comparisons/{id}/lanes/{lane}/text", "/api/v1/shares/{token}/export",
                "/compare", "/compare-stream", "/health", "/health/live", "/health/ready", "/model-stats", "/models",
            ],
            paths.Order(StringComparer.Ordinal));
        var post = document.GetProperty("paths").GetProperty("/api/v1/compare-stream").GetProperty("post");
        Assert.True(post.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        var responses = post.GetProperty("responses");
        Assert.Equal(5, responses.GetProperty("200").GetProperty("content").GetProperty("text/event-stream").GetProperty("schema").GetProperty("oneOf").GetArrayLength());
        foreach (var status in (string[])["400", "413", "422", "429", "503"])
        {
            Assert.True(responses.GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _), status);
        }

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("CompareRequestBody").GetProperty("properties").TryGetProperty("input_data", out _));
        Assert.True(schemas.GetProperty("DoneEvent").GetProperty("properties").TryGetProperty("ttft_ms", out _));
        Assert.True(schemas.GetProperty("CompleteEvent").GetProperty("properties").TryGetProperty("metadata", out _));
    }

    [Fact]
    public async Task WrittenDocs_NameEveryRoute()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        var written = await File.ReadAllTextAsync(Path.Combine(PublishedProgram.Repository, "docs", "http-api.md"), TestContext.Current.CancellationToken);

        var document = await app.Client.GetJsonAsync("/openapi/v1.json");

        var routes = document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name.Replace("/api/v1", "", StringComparison.Ordinal)}"));
        Assert.DoesNotContain(routes, route => !written.Contains($"`{route}`", StringComparison.Ordinal) && !written.Contains($"`{route.Split(' ')[1]}`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Docs_ComeFromThisServerAlone()
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var response = await app.Client.ReadAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("//", page.Replace("<!doctype html>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("href=\"/\"", page, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.ReadAsync("/docs/scalar.js")).StatusCode);
    }

    [Fact]
    public async Task EveryAnswer_HasTheSecurityHeaders()
    {
        await using var app = await CompareIntelApplication.StartAsync();

        var response = await app.Client.ReadAsync("/health");

        Assert.Contains("frame-ancestors 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("--Cors:Origins:0=https://tools.example.org", true)]
    public async Task Cors_OnlyWhatIsConfigured(string? setting, bool isAllowed)
    {
        await using var app = await CompareIntelApplication.StartAsync(setting is null ? [] : [setting]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/models");
        request.Headers.Add("Origin", "https://tools.example.org");

        var response = await app.Client.SendAsync(request);

        Assert.Equal(isAllowed, response.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
