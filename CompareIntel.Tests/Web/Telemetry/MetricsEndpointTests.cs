using System.Net;
using System.Net.Sockets;
using CompareIntel.Tests.Support;
using CompareIntel.Tests.Web.Administration;

namespace CompareIntel.Tests.Web.Telemetry;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Metrics_OnTheProgramsPort_AreForAdministratorsAndNotThereForOthers()
    {
        await using var application = await CompareIntelApplication.StartAsync();
        using var stranger = new AdminClient(application);
        using var admin = await AdminClient.ClaimAsync(application);

        // The first answer of all brings a cookie.
        await stranger.StatusAsync("/");
        using var nothing = await stranger.GetAsync("/no-such-page");
        using var refused = await stranger.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(nothing.Headers.Select(static header => header.Key).Order(), refused.Headers.Select(static header => header.Key).Order());

        using var scrape = await admin.GetAsync("/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (scrape.StatusCode, scrape.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\ncompareintel_comparisons_running{", await scrape.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OnAPortOfTheirOwn_AreTheOnlyThingThereAndNowhereElse()
    {
        var own = new Uri(ServerProcess.FreeAddress());
        await using var application = await CompareIntelApplication.StartAsync($"--Metrics:Port={own.Port}");
        using var admin = await AdminClient.ClaimAsync(application);
        using var client = new HttpClient { BaseAddress = own, Timeout = AsyncAssert.Timeout };

        using var scrape = await client.ReadAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, scrape.StatusCode);
        Assert.Contains("compareintel_comparisons_running", await scrape.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var path in (string[])["/", "/health", "/models", "/admin", "/account/sign-in", "/metrics/"])
        {
            using var answer = await client.ReadAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync("/metrics"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*", true)]
    [InlineData("127.0.0.2", true)]
    public async Task Metrics_OnAPortOfTheirOwn_AreReachedFromOutsideOnlyWhenThatIsSaid(string? address, bool isReached)
    {
        var own = new Uri(ServerProcess.FreeAddress());
        string[] settings = [$"--Metrics:Port={own.Port}"];
        await using var application = await CompareIntelApplication.StartAsync(address is null ? settings : [.. settings, $"--Metrics:Address={address}"]);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        // All of 127.0.0.0/8 is this machine, and each is an address of its own.
        var connecting = socket.ConnectAsync(IPAddress.Parse("127.0.0.2"), own.Port, TestContext.Current.CancellationToken).AsTask().WithinTimeout();

        if (isReached)
        {
            await connecting;
        }
        else
        {
            await Assert.ThrowsAsync<SocketException>(() => connecting);
        }
    }

    [Fact]
    public async Task Metrics_SwitchedOff_AreNotThereForAdministratorsEither()
    {
        await using var application = await CompareIntelApplication.StartAsync("--Metrics:Enabled=false");
        using var admin = await AdminClient.ClaimAsync(application);

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync("/metrics"));
    }

    [Fact]
    public async Task Settings_ThatCanNotBe_AreAllPrintedWithoutTheirValues()
    {
        using var data = new TemporaryFolder();
        await using var server = ServerProcess.Start(
            [$"--DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", "--Metrics:Port=70000", "--Metrics:Address=everywhere"],
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector:4317", ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "ftp://secret@collector" });

        Assert.Equal(1, await server.ExitAsync());

        foreach (var setting in (string[])["Port", "Metrics:Address", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"])
        {
            Assert.Contains(setting, server.Output, StringComparison.Ordinal);
        }

        Assert.Equal(4, server.Output.Split('\n').Length);
        Assert.DoesNotContain("collector", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("everywhere", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WithoutAPort_IsAFault()
    {
        using var data = new TemporaryFolder();
        await using var server = ServerProcess.Start([$"--DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", "--Metrics:Address=127.0.0.1"]);

        Assert.Equal(1, await server.ExitAsync());

        Assert.Contains("Metrics:Port", Assert.Single(server.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_InUse_IsSaidInOneLine()
    {
        using var data = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var server = ServerProcess.Start([$"--DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", $"--Metrics:Port={port}"]);

        Assert.Equal(1, await server.ExitAsync());

        var line = Assert.Single(server.Output.Split('\n'));
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains("Metrics:Port", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_AfterARun_HoldsNoPromptNoAnswerAndNoKeyAndTheConventionsBuckets()
    {
        await using var server = await ScrapedServer.StartAsync();
        await server.RunAsync();

        var scrape = await server.ScrapeAsync();

        foreach (var secret in (string[])[ScrapedServer.Prompt, ScrapedServer.Answer, ScrapedServer.Key])
        {
            Assert.DoesNotContain(secret, scrape, StringComparison.Ordinal);
        }

        var durations = scrape.Split('\n').Where(static line => line.StartsWith("gen_ai_client_operation_duration_seconds_bucket", StringComparison.Ordinal) && line.Contains("gen_ai_request_model=\"m\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(15, durations.Length);
        Assert.All(durations, static line => Assert.Contains("gen_ai_response_model=\"m-2026\"", line, StringComparison.Ordinal));
        Assert.All(durations, static line => Assert.Contains("server_address=\"127.0.0.1\"", line, StringComparison.Ordinal));
        Assert.Contains(durations, static line => line.Contains("le=\"81.92\"", StringComparison.Ordinal));
        Assert.Contains("compareintel_lane_retries_total{compareintel_provider=\"simulated\",error_type=\"rate_limited\"} 1", scrape, StringComparison.Ordinal);
        // What costs something for every component of every page is left out.
        Assert.DoesNotContain("update_parameters", scrape, StringComparison.Ordinal);
    }
}
