using System.Net;
using System.Net.Sockets;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>What the client asks for, and when it lets go of a connection.</summary>
public sealed class OpenAICompatibleChatClientTests : OpenAICompatibleTestBase
{
    [Fact]
    public async Task GetStreamingResponse_AllOptionsSet_SendsThemInTheProtocolsWords()
    {
        Server.Enqueue(ScriptedResponse.EventStream().Done());
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "Grüße \"🌍\""),
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("Hal"), new TextContent("lo")]),
            new(ChatRole.Tool, "42"),
        ];
        var options = new ChatOptions
        {
            ModelId = "vendor/model",
            Instructions = "Answer in German.",
            Temperature = 0.7f,
            TopP = 0.9f,
            MaxOutputTokens = 1000,
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.25f,
            Seed = 7,
            StopSequences = ["END"],
        };

        await Client().GetStreamingResponseAsync(messages, options).ToListAsync().AsTask().WithinTimeout();

        var request = Assert.Single(Server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal($"Bearer {ApiKey}", request.Headers["Authorization"]);
        Assert.Equal("text/event-stream", request.Headers["Accept"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(
            """{"model":"vendor/model","messages":[{"role":"system","content":"Answer in German."},{"role":"system","content":"Be brief."},{"role":"user","content":"Grüße \"🌍\""},{"role":"assistant","content":"Hallo"},{"role":"tool","content":"42"}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":1000,"temperature":0.7,"top_p":0.9,"frequency_penalty":0.5,"presence_penalty":0.25,"seed":7,"stop":["END"]}""",
            request.Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("\\uD83C\\uDF0D", "🌍", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetStreamingResponse_NothingSet_SendsNoSettingAndNoKey()
    {
        Server.Enqueue(ScriptedResponse.EventStream().Done());
        var options = Options();
        options.ApiKey = null;

        await Ask(Client(options)).ToListAsync().AsTask().WithinTimeout();

        var request = Assert.Single(Server.Requests);
        Assert.Equal(["messages", "model", "stream", "stream_options"], request.Json.Select(static member => member.Key).Order());
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Fact]
    public async Task GetStreamingResponse_HeadersConfigured_SendsThemAndLetsThemReplaceItsOwn()
    {
        Server.Enqueue(ScriptedResponse.EventStream().Done());
        var options = Options();
        options.Headers["HTTP-Referer"] = "http://localhost";
        options.Headers["Authorization"] = "Custom abc";

        await Ask(Client(options)).ToListAsync().AsTask().WithinTimeout();

        var request = Assert.Single(Server.Requests);
        Assert.Equal("http://localhost", request.Headers["HTTP-Referer"]);
        Assert.Equal("Custom abc", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("/v1", "/v1/chat/completions")]
    [InlineData("/v1/", "/v1/chat/completions")]
    [InlineData("", "/chat/completions")]
    [InlineData("/api/v1//", "/api/v1/chat/completions")]
    [InlineData("/v1?api-version=2", "/v1/chat/completions?api-version=2")]
    public async Task GetStreamingResponse_AnyFormOfBaseUrl_FindsTheEndpoint(string path, string expected)
    {
        Server.Enqueue(ScriptedResponse.EventStream().Done());
        var options = Options();
        options.BaseUrl = new Uri(Server.BaseUrl.GetLeftPart(UriPartial.Authority) + path);

        await Ask(Client(options)).ToListAsync().AsTask().WithinTimeout();

        Assert.Equal(expected, Assert.Single(Server.Requests).Path);
    }

    [Theory]
    [InlineData("openrouter.ai", true, "max_tokens")]
    [InlineData("eu.openrouter.ai", true, "max_tokens")]
    [InlineData("notopenrouter.ai", false, "max_tokens")]
    [InlineData("api.openai.com", false, "max_completion_tokens")]
    public async Task GetStreamingResponse_KnownHost_SpeaksItsDialect(string host, bool asksForCost, string limitName)
    {
        Server.Enqueue(ScriptedResponse.EventStream().Done());
        using var handler = OpenAICompatibleHttp.CreateHandler();
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Server.BaseUrl.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var http = new HttpClient(handler);
        var options = new ProviderOptions { BaseUrl = new Uri($"http://{host}/api/v1") };
        using var client = new OpenAICompatibleChatClient("named", options, http, Turns, Time);

        await client.GetStreamingResponseAsync("hi", new ChatOptions { ModelId = "m", MaxOutputTokens = 5 }).ToListAsync().AsTask().WithinTimeout();

        var body = Assert.Single(Server.Requests).Json;
        Assert.Equal(asksForCost, body["usage"]?["include"]?.GetValue<bool>() ?? false);
        Assert.Equal(5, body[limitName]?.GetValue<int>());
        Assert.Single(body, static member => member.Key.StartsWith("max_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetStreamingResponse_ImageAttached_SendsItAsAPart()
    {
        Server.Enqueue(ScriptedResponse.EventStream().Done());
        var message = new ChatMessage(
            ChatRole.User,
            [new TextContent("What is it?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png"), new UriContent("https://example.org/a.jpg", "image/jpeg")]);

        await Client().GetStreamingResponseAsync([message], new ChatOptions { ModelId = "m" }).ToListAsync().AsTask().WithinTimeout();

        Assert.Equal(
            """[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},{"type":"image_url","image_url":{"url":"https://example.org/a.jpg"}}]""",
            Assert.Single(Server.Requests).Json["messages"]![0]!["content"]!.ToJsonString());
    }

    [Fact]
    public async Task GetStreamingResponse_OtherAttachment_RefusesInsteadOfLeavingItOut()
    {
        var message = new ChatMessage(ChatRole.User, [new TextContent("Read this."), new DataContent(new byte[] { 1 }, "application/pdf")]);

        await Assert.ThrowsAsync<NotSupportedException>(
            () => Client().GetStreamingResponseAsync([message], new ChatOptions { ModelId = "m" }).ToListAsync().AsTask().WithinTimeout());
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task GetStreamingResponse_NoModel_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Client().GetStreamingResponseAsync("hi").ToListAsync().AsTask().WithinTimeout());

    [Fact]
    public async Task GetStreamingResponse_DeltaOnTheWire_IsGivenBeforeTheNextIsSent()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Enqueue(ScriptedResponse.EventStream().Text("first").WaitFor(gate.Task).Text("second").Done());

        await using var updates = Ask().GetAsyncEnumerator();

        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());
        Assert.Equal("first", updates.Current.Text);
        gate.SetResult();
        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());
        Assert.Equal("second", updates.Current.Text);
        Assert.False(await updates.MoveNextAsync().AsTask().WithinTimeout());
    }

    [Fact]
    public async Task GetStreamingResponse_CancelledWhileWaiting_PassesCancellationOnAndClosesTheSocket()
    {
        var response = Server.Enqueue(ScriptedResponse.EventStream().Text("first").Hang());
        using var stop = new CancellationTokenSource();
        await using var updates = Ask(cancellationToken: stop.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());
        var next = updates.MoveNextAsync().AsTask();
        Assert.Equal(1, Server.OpenRequests);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WithinTimeout());
        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task GetStreamingResponse_CancelledBeforeHeaders_PassesCancellationOnAndClosesTheSocket()
    {
        var response = Server.Enqueue(ScriptedResponse.EventStream().Hang());
        using var stop = new CancellationTokenSource();
        var answer = Ask(cancellationToken: stop.Token).ToListAsync().AsTask();
        await response.Started.WithinTimeout();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WithinTimeout());
        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task GetStreamingResponse_CancelledBetweenEventsOfOnePacket_GivesNoMore()
    {
        var packet = string.Concat(Enumerable.Range(0, 50).Select(static number => $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{number} \"}}}}]}}\n\n"));
        var response = Server.Enqueue(ScriptedResponse.EventStream().Write(packet).Hang());
        using var stop = new CancellationTokenSource();
        var updates = Ask(cancellationToken: stop.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => updates.MoveNextAsync().AsTask().WithinTimeout());
        await updates.DisposeAsync();
        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task GetStreamingResponse_ConsumerStopsEarly_ClosesTheSocket()
    {
        var response = Server.Enqueue(ScriptedResponse.EventStream().Text("first").Hang());

        await foreach (var update in Ask())
        {
            break;
        }

        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task GetStreamingResponse_ServerStaysAfterDone_EndsAndClosesTheSocket()
    {
        var response = ScriptedResponse.EventStream().Text("all").Done().Hang();

        Assert.Equal("all", Text(await AnswerAsync(response)));
        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task GetStreamingResponse_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var responses = Enumerable.Range(0, 12)
            .Select(number => Server.Enqueue(ScriptedResponse.EventStream().WaitFor(gate.Task).Text($"answer {number}").Done()))
            .ToList();
        var client = Client();

        var answers = responses.Select(_ => Ask(client).ToListAsync().AsTask()).ToList();
        await Task.WhenAll(responses.Select(static response => response.Started)).WithinTimeout();
        gate.SetResult();

        var texts = (await Task.WhenAll(answers).WithinTimeout()).Select(static updates => Text(updates));
        Assert.Equal(Enumerable.Range(0, 12).Select(static number => $"answer {number}").Order(), texts.Order());
    }

    [Fact]
    public async Task GetResponse_Stream_IsTheWholeAnswer()
    {
        Server.Enqueue(ScriptedResponse.EventStream()
            .Data("""{"id":"gen-1","model":"m-2","choices":[{"delta":{"reasoning":"think"}}]}""")
            .Data("""{"id":"gen-1","model":"m-2","choices":[{"delta":{"content":"Hel"}}]}""")
            .Data("""{"id":"gen-1","model":"m-2","choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}""")
            .Data("""{"id":"gen-1","model":"m-2","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""")
            .Done());

        var response = await Client().GetResponseAsync("hi", new ChatOptions { ModelId = "m" }).WithinTimeout();

        Assert.Equal("Hello", response.Text);
        Assert.Equal("gen-1", response.ResponseId);
        Assert.Equal("m-2", response.ModelId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(5, response.Usage?.TotalTokenCount);
        Assert.Equal("think", Assert.Single(response.Messages).Contents.OfType<TextReasoningContent>().Single().Text);
    }

    [Fact]
    public void GetService_KnownTypes_GivesThem()
    {
        using var client = Client();

        Assert.Same(client, client.GetService(typeof(IChatClient)));
        Assert.Same(client, client.GetService(typeof(OpenAICompatibleChatClient)));
        var metadata = Assert.IsType<ChatClientMetadata>(client.GetService(typeof(ChatClientMetadata)));
        Assert.Equal("scripted", metadata.ProviderName);
        Assert.Equal(Server.BaseUrl, metadata.ProviderUri);
        Assert.Null(client.GetService(typeof(HttpClient)));
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
    }

    [Fact]
    public void Constructor_NoBaseUrl_Throws() =>
        Assert.Throws<ArgumentException>(() => new OpenAICompatibleChatClient("x", new ProviderOptions(), Http, Turns, Time));
}
