using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Administration;

/// <summary>What is measured of runs that are read over HTTP, and the support bundle.</summary>
public sealed class RunDiagnosticsTests
{
    private const string Prompt = "Zanzibar prompt of the owner";
    private const string System = "Quixotic system prompt";
    private const string Earlier = "Xylophone of an earlier turn";
    private const string Answer = "Wombat answer of the model";
    private const string Thought = "Narwhal thought of the model";
    private const string Quoted = "Jabberwock words that a provider quotes";
    private const string ApiKey = "sk-bundle-0123456789abcdef";
    private const string Header = "hdr-secret-987654321";

    [Fact]
    public async Task Run_ReadOverHttpOnly_IsSaidToBe()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        await app.Chat.AnswerOf("a").Request;
        app.Chat.AnswerOf("a").Text("one", "two").Finish();
        var id = (await stream.ToEndAsync())[0].Text("comparison_id");
        app.Chat.AnswerOf("b").Text("one").Finish();
        using var whole = await app.Client.PostAsJsonAsync("/api/v1/compare", new { input_data = "hi", models = new[] { "b" } });
        var waited = (await whole.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("metadata").GetProperty("comparison_id").GetString()!;
        app.Chat.AnswerOf("c").Text("one").Finish();
        var alone = app.Comparisons.Start(ComparisonRequest.Create("hi", ["c"]));
        await alone.Completion.WithinTimeout();

        var streamed = await ExplainAsync(app, id, 1);

        Assert.Equal("It was read over HTTP only; no page watched.", streamed.WatchedBy);
        var watcher = Assert.Single(streamed.Watchers);
        Assert.Equal(WatcherKind.Stream, watcher.Kind);
        Assert.True(watcher.Server is { Count: > 0, TotalMs: >= 0 } server && server.LongestMs <= server.TotalMs + 0.001);
        Assert.Equal(WatcherKind.Answer, Assert.Single((await ExplainAsync(app, waited, 1)).Watchers).Kind);
        Assert.Equal("Nobody watched it while it ran.", (await ExplainAsync(app, alone.Id, 0)).WatchedBy);
    }

    [Fact]
    public async Task Bundle_WithoutTheTick_HoldsNoTextSecretOrOwner()
    {
        await using var upstream = await ScriptedHttpServer.StartAsync();
        await using var app = await StartAsync(upstream);
        var (id, owner) = await RunAsync(app, upstream);
        using var admin = await AdminClient.ClaimAsync(app);

        var (bytes, files) = await BundleAsync(admin, id, texts: false);

        Assert.Equal(["log.txt", "manifest.json", "run.json", "settings.json", "statistics.json", "timings.json", "versions.json"], files.Keys.Order(StringComparer.Ordinal));
        foreach (var secret in (string[])[Prompt, System, Earlier, Answer, Thought, Quoted, ApiKey, Header, owner, "Zanzibar", "Quixotic", "Xylophone", "Wombat", "Narwhal", "Jabberwock"])
        {
            Assert.All(files, file => Assert.DoesNotContain(secret, file.Value, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
        }

        using var run = JsonDocument.Parse(files["run.json"]);
        var comparison = run.RootElement.GetProperty("comparison");
        Assert.Equal((id, Prompt.Length), (comparison.GetProperty("id").GetString(), comparison.GetProperty("prompt_length").GetInt32()));
        Assert.Equal([Thought.Length], LengthsOf(comparison, "reasoning"));
        Assert.Equal([Answer.Length], LengthsOf(comparison, "text"));
        Assert.Contains("x-request-id=req_77", files["timings.json"], StringComparison.Ordinal);
        Assert.Contains("rate_limited", files["timings.json"], StringComparison.Ordinal);
        Assert.Matches($"Comparison {id} lane 0 \\(up:m\\) \"?Finished", files["log.txt"]);
        Assert.Contains("ProviderException: (", files["log.txt"], StringComparison.Ordinal);
        using var settings = JsonDocument.Parse(files["settings.json"]);
        var provider = settings.RootElement.GetProperty("providers").GetProperty("up");
        Assert.True(provider.GetProperty("has_api_key").GetBoolean());
        Assert.Equal(1, provider.GetProperty("more_headers").GetInt32());
        Assert.Equal(upstream.BaseUrl.GetLeftPart(UriPartial.Authority), provider.GetProperty("host").GetString());
        var audit = await app.Services.GetRequiredService<AuditLog>().ListAsync(5);
        Assert.Equal(("bundle", $"{id}, without prompt and answers"), (audit[0].Action, audit[0].Detail));
    }

    [Fact]
    public async Task Bundle_WithTheTick_HoldsPromptAndAnswersAndStillNoSecret()
    {
        await using var upstream = await ScriptedHttpServer.StartAsync();
        await using var app = await StartAsync(upstream);
        var (id, owner) = await RunAsync(app, upstream);
        using var admin = await AdminClient.ClaimAsync(app);

        var (_, files) = await BundleAsync(admin, id, texts: true);

        Assert.All((string[])[Prompt, System, Earlier, Answer, Thought], text => Assert.Contains(text, files["run-with-texts.json"], StringComparison.Ordinal));
        foreach (var secret in (string[])[ApiKey, Header, owner])
        {
            Assert.All(files, file => Assert.DoesNotContain(secret, file.Value, StringComparison.Ordinal));
        }

        using var missing = await admin.GetAsync("/admin/runs/nosuch/bundle.zip");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static int[] LengthsOf(JsonElement comparison, string type) =>
        [.. comparison.GetProperty("events").EnumerateArray().Where(item => item.GetProperty("type").GetString() == type).Select(static item => item.GetProperty("text_length").GetInt32())];

    private static async Task<CompareIntelApplication> StartAsync(ScriptedHttpServer upstream)
    {
        var app = await CompareIntelApplication.StartWithProvidersAsync(
            "--Serilog:MinimumLevel:Default=Verbose",
            "--Providers:up:Kind=OpenAICompatible",
            $"--Providers:up:BaseUrl={upstream.BaseUrl}",
            $"--Providers:up:ApiKey={ApiKey}",
            $"--Providers:up:Headers:X-Team-Token={Header}");
        // The lists that the program and the test have asked for must not take the answers that follow.
        await AsyncAssert.EventuallyAsync(() => upstream is { Requests.Count: 2, OpenRequests: 0 });
        return app;
    }

    /// <summary>A run with a retry and every kind of text, and whose it is.</summary>
    private static async Task<(string Id, string Owner)> RunAsync(CompareIntelApplication app, ScriptedHttpServer upstream)
    {
        upstream.Enqueue(ScriptedResponse.Of(429, "application/json", $$$"""{"error":{"message":"{{{Quoted}}} {{{ApiKey}}}"}}""").Header("x-request-id", "req_76").Header("retry-after-ms", "1"));
        upstream.Enqueue(ScriptedResponse.EventStream().Header("x-request-id", "req_77")
            .Data($$$"""{"choices":[{"delta":{"reasoning":"{{{Thought}}}"}}]}""")
            .Text(Answer)
            .Data($$$"""{"choices":[{"delta":{},"finish_reason":"{{{Quoted}}}"}]}""")
            .Done());
        await using var stream = await EventStreamClient.CompareAsync(app.Client, new
        {
            input_data = Prompt,
            models = new[] { "up:m" },
            system = System,
            conversation_history = new[] { new { role = "user", content = Earlier } },
        });
        var id = (await stream.ToEndAsync())[0].Text("comparison_id");
        app.Services.GetRequiredService<IComparisonArchive>().Flush();
        var comparison = app.Comparisons.Find(id)!;
        await comparison.Stored.WithinTimeout();
        return (id, comparison.Origin.OwnerId!);
    }

    private static async Task<(byte[] Bytes, Dictionary<string, string> Files)> BundleAsync(AdminClient admin, string id, bool texts)
    {
        using var answer = await admin.GetAsync($"/admin/runs/{id}/bundle.zip{(texts ? "?texts=true" : "")}");
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await using var zip = new ZipArchive(new MemoryStream(bytes));
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files.Add(entry.FullName, await reader.ReadToEndAsync());
        }

        return (bytes, files);
    }

    private static async Task<RunExplanation> ExplainAsync(CompareIntelApplication app, string id, int watchers)
    {
        app.Services.GetRequiredService<IComparisonArchive>().Flush();
        var comparison = app.Comparisons.Find(id)!;
        await comparison.Stored.WithinTimeout();
        var timings = app.Services.GetRequiredService<WatchTimings>();
        // The answer is there before the server has written down that it was read.
        await AsyncAssert.EventuallyAsync(() => timings.ListAsync(id).GetAwaiter().GetResult().Count == watchers);
        return RunExplanation.Of(comparison, await timings.ListAsync(id));
    }
}
