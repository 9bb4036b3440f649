namespace CompareIntel.Tests.Support;

/// <summary>
/// The program as a process that serves metrics on a port of its own and has done something of everything: answers, a retry, a failure, a queue, a request to a
/// provider's server, a stream and a page.
/// </summary>
internal sealed class ScrapedServer : IAsyncDisposable
{
    public const string Prompt = "an-unmistakable-prompt";
    public const string Answer = "an-unmistakable-answer";
    public const string Key = "sk-secret-0123456789";

    private readonly ServerProcess _process;
    private readonly ScriptedHttpServer _provider;
    private readonly TemporaryFolder _data;

    private ScrapedServer(ServerProcess process, ScriptedHttpServer provider, TemporaryFolder data, HttpClient client, Uri metrics)
    {
        _process = process;
        _provider = provider;
        _data = data;
        Client = client;
        Metrics = metrics;
    }

    public HttpClient Client { get; }

    /// <summary>Where the metrics are, with the path.</summary>
    public Uri Metrics { get; }

    public static async Task<ScrapedServer> StartAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        var data = new TemporaryFolder();
        var provider = await ScriptedHttpServer.StartAsync();
        var metrics = new Uri(ServerProcess.FreeAddress());
        var process = ServerProcess.Start(
            [
                $"--DataDirectory={data.Path}",
                "--urls=http://127.0.0.1:0",
                $"--Metrics:Port={metrics.Port}",
                "--Comparisons:RetryDelay=00:00:00.010",
                "--Providers:simulated:Speed=50",
                "--Providers:simulated:MaxConcurrentLanes=2",
                "--Providers:up:Kind=OpenAICompatible",
                $"--Providers:up:BaseUrl={provider.BaseUrl}",
                $"--Providers:up:ApiKey={Key}",
            ],
            environment);
        var server = new ScrapedServer(process, provider, data, new HttpClient { BaseAddress = await process.ReadyAsync(), Timeout = AsyncAssert.Timeout }, new Uri(metrics, "/metrics"));
        // The first request that comes is for the list of models.
        await AsyncAssert.EventuallyAsync(() => provider.Requests.Count > 0);
        return server;
    }

    /// <summary>Runs a comparison of which one lane is tried again and one fails, to its end, and opens a page.</summary>
    public async Task RunAsync()
    {
        _provider.Enqueue(ScriptedResponse.EventStream().Text(Answer)
            .Data("""{"model":"m-2026","choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"cost":0.25}}""").Done());
        await using var stream = await EventStreamClient.CompareAsync(
            Client, new { input_data = Prompt, models = (string[])["simulated:quick", "simulated:thinker", "simulated:fault-recovers", "simulated:fault-error", "up:m"] });
        Assert.Equal("complete", (await stream.ToEndAsync())[^1].Type);
        await Client.ReadAsync("/");
    }

    public async Task<string> ScrapeAsync()
    {
        using var client = new HttpClient { Timeout = AsyncAssert.Timeout };
        return await client.GetStringAsync(Metrics);
    }

    public Task<int> TerminateAsync() => _process.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
        await _provider.DisposeAsync();
        _data.Dispose();
    }
}
