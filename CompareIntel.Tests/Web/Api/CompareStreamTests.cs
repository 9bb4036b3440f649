using System.Net;
using System.Net.Http.Json;
using System.Text;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Web.Api;

public sealed class CompareStreamTests
{
    [Fact]
    public async Task CompareStream_ThreeModels_EveryEventInTheRightOrder()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Reasoning("hmm").Text("A1", " A2\n").Usage(3, 5).Finish();
        app.Chat.AnswerOf("b").Text("B1").Finish("length");
        app.Chat.AnswerOf("c").Text(" ", "\tC2").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b", "c");
        var events = await stream.ToEndAsync();

        Assert.Equal(["a", "b", "c"], events.Take(3).Select(static item => item.Text("model")));
        Assert.All(events.Take(3), static item => Assert.Equal("start", item.Type));
        Assert.Single(events.Take(3).Select(static item => item.Text("comparison_id")).Distinct());
        Assert.Equal(events.Select(static item => item.Id).Order().Distinct(), events.Select(static item => item.Id));
        Assert.Equal(["start", "reasoning", "chunk", "chunk", "done"], TypesOf(events, 0));
        Assert.Equal("A1 A2\n", TextOf(events, 0));
        Assert.Equal("B1", TextOf(events, 1));
        Assert.Equal(" \tC2", TextOf(events, 2));
        Assert.Equal("complete", events[^1].Type);
        Assert.Single(events, static item => item.Type == "complete");
    }

    [Fact]
    public async Task CompareStream_Done_SaysWhatIsKnownAndLeavesOutTheRest()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Usage(3, 5).Finish();
        app.Chat.AnswerOf("b").Text("x").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b");
        var events = await stream.ToEndAsync();

        var known = events.Single(static item => item is { Type: "done", Lane: 0 });
        Assert.False(known["error"].GetBoolean());
        Assert.Equal("finished", known.Text("state"));
        Assert.Equal("stop", known.Text("finish_reason"));
        Assert.Equal(3, known["input_tokens"].GetInt32());
        Assert.Equal(5, known["output_tokens"].GetInt32());
        Assert.True(known["ttft_ms"].GetDouble() <= known["duration_ms"].GetDouble());
        Assert.False(known.Has("message") || known.Has("error_kind") || known.Has("cost_usd"));
        var unknown = events.Single(static item => item is { Type: "done", Lane: 1 });
        Assert.False(unknown.Has("input_tokens") || unknown.Has("output_tokens"));
    }

    [Fact]
    public async Task CompareStream_Complete_HasTheMetadata()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, new { input_data = "a😀b", models = new[] { "a", "nobody" } });
        var events = await stream.ToEndAsync();

        var metadata = events[^1]["metadata"];
        Assert.Equal(events[0].Text("comparison_id"), metadata.GetProperty("comparison_id").GetString());
        Assert.Equal(3, metadata.GetProperty("input_length").GetInt32());
        Assert.Equal(2, metadata.GetProperty("models_requested").GetInt32());
        Assert.Equal(1, metadata.GetProperty("models_successful").GetInt32());
        Assert.Equal(1, metadata.GetProperty("models_failed").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", metadata.GetProperty("timestamp").GetString());
        Assert.True(metadata.GetProperty("processing_time_ms").GetDouble() >= 0);
        Assert.True(metadata.TryGetProperty("start_spread_ms", out _));
        Assert.True(metadata.TryGetProperty("speedup", out _));
    }

    [Fact]
    public async Task CompareStream_OnTheWire_IsThisToTheByte()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("é \"<\r\n").Finish();

        var response = await app.Client.PostAsJsonAsync("/compare-stream", new { input_data = "x", models = new[] { "a" } });
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.DoesNotContain((byte)'\r', bytes);
        var blocks = Encoding.UTF8.GetString(bytes).Split("\n\n");
        Assert.StartsWith("id: 1\ndata: {\"type\":\"start\",\"model\":\"a\",\"lane\":0,\"comparison_id\":\"", blocks[0], StringComparison.Ordinal);
        Assert.Equal("id: 3\ndata: {\"type\":\"chunk\",\"model\":\"a\",\"lane\":0,\"content\":\"é \\\"<\\r\\n\"}", blocks[1]);
        Assert.StartsWith("id: 4\ndata: {\"type\":\"done\",\"model\":\"a\",\"lane\":0,\"error\":false,\"state\":\"finished\",\"ttft_ms\":", blocks[2], StringComparison.Ordinal);
        Assert.StartsWith("id: 5\ndata: {\"type\":\"complete\",\"metadata\":{\"comparison_id\":\"", blocks[3], StringComparison.Ordinal);
        Assert.Equal([""], blocks[4..]);
    }

    [Fact]
    public async Task CompareStream_UnknownModel_FailsAloneWithAnErrorChunk()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("fine").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, "nobody", "a");
        var events = await stream.ToEndAsync();

        Assert.Equal(["start", "chunk", "done"], TypesOf(events, 0));
        Assert.StartsWith("Error: ", TextOf(events, 0), StringComparison.Ordinal);
        var done = events.Single(static item => item is { Type: "done", Lane: 0 });
        Assert.True(done["error"].GetBoolean());
        Assert.Equal("unknown_model", done.Text("error_kind"));
        Assert.Equal("Error: " + done.Text("message"), TextOf(events, 0));
        Assert.Equal("fine", TextOf(events, 1));
    }

    [Fact]
    public async Task CompareStream_FailureBehindText_SendsNoErrorChunk()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("half an ans").Fail(new ProviderException(FailureKind.ConnectionLost, "reset"));

        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var events = await stream.ToEndAsync();

        Assert.Equal("half an ans", TextOf(events, 0));
        Assert.Equal("connection_lost", events.Single(static item => item.Type == "done").Text("error_kind"));
    }

    [Fact]
    public async Task CompareStream_AttemptThatIsRepeated_LeavesNoTrace()
    {
        await using var app = await CompareIntelApplication.StartAsync("--Comparisons:RetryDelay=00:00:00.010");
        app.Chat.AnswerOf("a").Fail(new ProviderException(FailureKind.ProviderUnavailable, "503"));
        app.Chat.AnswerOf("a", request: 1).Text("second").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a");
        var events = await stream.ToEndAsync();

        Assert.Equal(["start", "chunk", "done"], TypesOf(events, 0));
        Assert.Equal("second", TextOf(events, 0));
    }

    [Fact]
    public async Task CompareStream_SameModelTwice_IsTwoLanes()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("same").Finish();
        app.Chat.AnswerOf("a", request: 1).Text("same").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "a");
        var events = await stream.ToEndAsync();

        Assert.Equal("same", TextOf(events, 0));
        Assert.Equal("same", TextOf(events, 1));
        Assert.Equal(2, events.Count(static item => item.Type == "done"));
    }

    [Fact]
    public async Task CompareStream_ADeltaThatIsThere_IsNotHeldBack()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b");

        Assert.Equal("start", (await stream.NextAsync())!.Type);
        Assert.Equal("start", (await stream.NextAsync())!.Type);
        for (var number = 0; number < 5; number++)
        {
            app.Chat.AnswerOf("b").Text($"{number}");
            Assert.Equal($"{number}", (await stream.NextAsync("chunk")).Text("content"));
        }
    }

    [Theory]
    [InlineData("/compare-stream")]
    [InlineData("/api/compare-stream")]
    [InlineData("/api/v1/compare-stream")]
    public async Task CompareStream_EveryPath_Answers(string path)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Chat.AnswerOf("a").Text("x").Finish();

        await using var stream = await EventStreamClient.CompareAsync(app.Client, new { input_data = "x", models = new[] { "test:a" } }, path);
        var events = await stream.ToEndAsync();

        Assert.Equal("test:a", events[0].Text("model"));
        Assert.Equal("finished", events.Single(static item => item.Type == "done").Text("state"));
    }

    [Fact]
    public async Task CompareStream_SettingsAndHistory_ReachTheLanes()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, new
        {
            input_data = "and now?",
            models = new[] { "a", "b" },
            system = "Be brief.",
            temperature = 0.5,
            top_p = 0.25,
            max_tokens = 100_000,
            tier = "brief",
            conversation_history = new object[]
            {
                new { role = "user", content = "hello" },
                new { role = "assistant", content = "I am a", model_id = "a" },
                new { role = "assistant", content = "I am b", model_id = "b" },
            },
            browser_fingerprint = "f",
            something_else = true,
        });

        var (messages, options) = await app.Chat.AnswerOf("b").Request;

        Assert.Equal(["Be brief.", "hello", "I am b", "and now?"], messages.Select(static message => message.Text));
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], messages.Select(static message => message.Role));
        Assert.Equal(0.5f, options.Temperature);
        Assert.Equal(0.25f, options.TopP);
        Assert.Equal(2_000, options.MaxOutputTokens);
    }

    [Fact]
    public async Task CompareStream_SilentForTenSeconds_SaysThatItIsAlive()
    {
        var clock = new TrackingTimeProvider();
        await using var app = await CompareIntelApplication.StartAsync(clock, null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/compare-stream") { Content = JsonContent.Create(new { input_data = "x", models = new[] { "a" } }) };
        using var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("id: 1", await NextLineAsync());
        Assert.StartsWith("data: ", await NextLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await NextLineAsync());

        for (var times = 0; times < 3; times++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(": keep-alive", await NextLineAsync());
            Assert.Equal("", await NextLineAsync());
        }

        app.Chat.AnswerOf("a").Text("still here");
        Assert.Equal("id: 3", await NextLineAsync());

        Task<string?> NextLineAsync() => lines.ReadLineAsync().WithinTimeout();
    }

    [Fact]
    public async Task CompareStream_ClientLeaves_TheComparisonGoesOn()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        string id;
        await using (var stream = await EventStreamClient.CompareAsync(app.Client, "a"))
        {
            id = (await stream.NextAsync())!.Text("comparison_id");
            app.Chat.AnswerOf("a").Text("first");
            await stream.NextAsync("chunk");
        }

        app.Chat.AnswerOf("a").Text(" second").Finish();
        var comparison = app.Comparisons.Find(id)!;
        await comparison.Completion.WithinTimeout();

        var transcript = ComparisonTranscript.Of(comparison.Log);
        Assert.Equal(ComparisonState.Completed, transcript.Progress.State);
        Assert.Equal("first second", transcript.TextOf(0));
    }

    [Fact]
    public async Task CompareStream_MoreThanMayRun_IsRefusedForNow()
    {
        await using var app = await CompareIntelApplication.StartAsync("--Comparisons:MaxRunning=1");
        await using var first = await EventStreamClient.CompareAsync(app.Client, "a");

        await using var second = await EventStreamClient.CompareAsync(app.Client, "b");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.Response.StatusCode);
        Assert.NotNull(second.Response.Headers.RetryAfter);
        Assert.Equal("application/problem+json", second.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Stop_WhileStreaming_EndsTheStreamAsInterrupted()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        await using var stream = await EventStreamClient.CompareAsync(app.Client, "a", "b");
        app.Chat.AnswerOf("a").Text("cut");
        await stream.NextAsync("chunk");

        var stopping = app.StopAsync();
        var rest = await stream.ToEndAsync();
        await stopping;

        Assert.Equal(["done", "done", "complete"], rest.Select(static item => item.Type));
        Assert.Equal(["interrupted", "interrupted"], rest.Take(2).Select(static item => item.Text("state")));
        Assert.Equal(0, app.Chat.OpenStreams);
    }

    private static IEnumerable<string> TypesOf(IEnumerable<WireEvent> events, int lane) =>
        events.Where(item => item.Has("lane") && item.Lane == lane).Select(static item => item.Type);

    private static string TextOf(IEnumerable<WireEvent> events, int lane) =>
        string.Concat(events.Where(item => item.Type == "chunk" && item.Lane == lane).Select(static item => item.Text("content")));
}
