using System.Net;
using System.Net.Sockets;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.OpenAICompatible;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Providers.OpenAICompatible;

/// <summary>What becomes of each way in which a provider or the network fails.</summary>
public sealed class OpenAICompatibleChatClientFailureTests : OpenAICompatibleTestBase
{
    [Theory]
    [InlineData(400, "", FailureKind.RequestRejected)]
    [InlineData(400, """{"error":{"message":"bad","code":"context_length_exceeded"}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens.","code":400}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 8192 tokens.","code":400}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]""", FailureKind.Unauthorized)]
    [InlineData(400, """{"error":{"code":"content_filter","message":"filtered"}}""", FailureKind.ContentFiltered)]
    [InlineData(401, """{"error":{"message":"no"}}""", FailureKind.Unauthorized)]
    [InlineData(402, """{"error":{"message":"no credit","code":402}}""", FailureKind.PaymentRequired)]
    [InlineData(403, """{"error":{"message":"no"}}""", FailureKind.Forbidden)]
    [InlineData(403, """{"error":{"message":"flagged","code":403,"metadata":{"flagged_input":"x"}}}""", FailureKind.ContentFiltered)]
    [InlineData(404, """{"error":"model 'x' not found"}""", FailureKind.UnknownModel)]
    [InlineData(404, """{"error":{"message":"No endpoints found for x.","code":404}}""", FailureKind.UnknownModel)]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.MalformedResponse)]
    [InlineData(404, "", FailureKind.MalformedResponse)]
    [InlineData(408, "", FailureKind.ProviderUnavailable)]
    [InlineData(413, "", FailureKind.RequestRejected)]
    [InlineData(422, """{"detail":[{"msg":"field required"}]}""", FailureKind.RequestRejected)]
    [InlineData(429, "", FailureKind.RateLimited)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""", FailureKind.PaymentRequired)]
    [InlineData(451, "", FailureKind.Forbidden)]
    [InlineData(500, "<html>oops</html>", FailureKind.ProviderUnavailable)]
    [InlineData(502, "", FailureKind.ProviderUnavailable)]
    [InlineData(503, "", FailureKind.ProviderUnavailable)]
    [InlineData(504, "", FailureKind.ProviderUnavailable)]
    [InlineData(529, """{"error":{"type":"overloaded_error"}}""", FailureKind.ProviderUnavailable)]
    [InlineData(418, "", FailureKind.RequestRejected)]
    [InlineData(307, "", FailureKind.MalformedResponse)]
    public async Task Status_NotSuccess_IsMapped(int status, string body, FailureKind expected)
    {
        var failure = await FailureAsync(ScriptedResponse.Of(status, "application/json", body));

        Assert.Equal(expected, failure.Kind);
        Assert.Equal(status, failure.StatusCode);
        Assert.Null(failure.RetryAfter);
    }

    [Fact]
    public async Task Status_NotSuccess_MessageQuotesTheProvider()
    {
        var failure = await FailureAsync(ScriptedResponse.Of(
            429,
            "application/json",
            """{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"m is temporarily\nrate-limited","provider_name":"P"}}}"""));

        Assert.Equal("scripted: HTTP 429 Too Many Requests: Provider returned error: m is temporarily rate-limited", failure.Message);
    }

    [Fact]
    public async Task Status_BodyWithoutEnd_IsReadUpToALimit()
    {
        var response = ScriptedResponse.Of(500, "text/plain", new string('x', 100 * 1024)).Hang();

        var failure = await FailureAsync(response);

        Assert.Equal(FailureKind.ProviderUnavailable, failure.Kind);
        Assert.InRange(failure.Message.Length, 400, 600);
        await response.ClientLeft.WithinTimeout();
    }

    [Fact]
    public async Task Status_BodyBreaksOff_StillTellsTheStatus()
    {
        // A real server can't do it reliably: what it sent before it broke the connection may get lost together with the status.
        using var handler = new StubHandler(static () => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            Content = new StreamContent(new BrokenStream()),
        }));
        using var http = new HttpClient(handler);
        using var client = new OpenAICompatibleChatClient("broken", Options(), http, Turns, Time);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Ask(client).ToListAsync().AsTask().WithinTimeout());

        Assert.Equal(FailureKind.ProviderUnavailable, failure.Kind);
        Assert.Equal(503, failure.StatusCode);
    }

    [Fact]
    public async Task Status_Redirect_IsNotFollowedAndNamesItsTarget()
    {
        var failure = await FailureAsync(ScriptedResponse.Empty(307).Header("Location", "https://elsewhere.example/v1"));

        Assert.Equal(FailureKind.MalformedResponse, failure.Kind);
        Assert.Contains("https://elsewhere.example/v1", failure.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7000.0)]
    [InlineData("Retry-After", "0", 0.0)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 12:01:30 GMT", 90_000.0)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("Retry-After-Ms", "1500.5", 1500.5)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After-Ms", "NaN", null)]
    [InlineData("Retry-After-Ms", "1e300", null)]
    public async Task RetryAfter_AnyForm_IsReported(string name, string value, double? milliseconds)
    {
        var failure = await FailureAsync(ScriptedResponse.Empty(429).Header(name, value));

        Assert.Equal(milliseconds, failure.RetryAfter?.TotalMilliseconds);
    }

    [Fact]
    public async Task RetryAfter_BothHeaders_TheExactOneCounts()
    {
        var failure = await FailureAsync(ScriptedResponse.Empty(503).Header("Retry-After", "2").Header("retry-after-ms", "1200"));

        Assert.Equal(TimeSpan.FromMilliseconds(1200), failure.RetryAfter);
    }

    [Theory]
    [InlineData("""{"error":{"message":"boom"}}""", FailureKind.ProviderError)]
    [InlineData("""{"error":"boom"}""", FailureKind.ProviderError)]
    [InlineData("""{"error":{"code":502,"message":"boom"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}""", FailureKind.ProviderError)]
    [InlineData("""{"error":{"code":"server_error","message":"boom"}}""", FailureKind.ProviderError)]
    [InlineData("""{"error":{"code":400,"message":"boom"}}""", FailureKind.ProviderError)]
    [InlineData("""{"choices":[{"error":{"code":502,"message":"boom"}}]}""", FailureKind.ProviderError)]
    [InlineData("""{"object":"error","message":"boom","code":500}""", FailureKind.ProviderError)]
    [InlineData("""{"error":{"code":429,"message":"boom"}}""", FailureKind.RateLimited)]
    [InlineData("""{"error":{"code":"429","message":"boom"}}""", FailureKind.RateLimited)]
    [InlineData("""{"error":{"code":"rate_limit_exceeded","message":"boom"}}""", FailureKind.RateLimited)]
    [InlineData("""{"error":{"code":402,"message":"boom"}}""", FailureKind.PaymentRequired)]
    [InlineData("""{"error":{"type":"insufficient_quota","message":"boom"}}""", FailureKind.PaymentRequired)]
    [InlineData("""{"error":{"code":401,"message":"boom"}}""", FailureKind.Unauthorized)]
    [InlineData("""{"error":{"type":"permission_error","message":"boom"}}""", FailureKind.Forbidden)]
    [InlineData("""{"error":{"code":"context_length_exceeded","message":"boom"}}""", FailureKind.ContextTooLong)]
    [InlineData("""{"error":{"code":400,"message":"boom: maximum context length is 10"}}""", FailureKind.ContextTooLong)]
    [InlineData("""{"error":{"code":"content_filter","message":"boom"}}""", FailureKind.ContentFiltered)]
    [InlineData("""{"error":{"code":"model_not_found","message":"boom"}}""", FailureKind.UnknownModel)]
    public async Task ErrorObject_BehindText_IsMappedAndQuoted(string chunk, FailureKind expected)
    {
        Server.Enqueue(ScriptedResponse.EventStream().Text("so far").Data(chunk).Done());
        List<ChatResponseUpdate> updates = [];

        var failure = await Assert.ThrowsAsync<ProviderException>(() => CollectAsync(updates).WithinTimeout());

        Assert.Equal(expected, failure.Kind);
        Assert.Contains("boom", failure.Message, StringComparison.Ordinal);
        Assert.Equal("so far", Text(updates));
    }

    [Theory]
    [InlineData("""{"error":{"code":502,"message":"boom"}}""", FailureKind.ProviderUnavailable)]
    [InlineData("""{"error":{"code":"overloaded_error","message":"boom"}}""", FailureKind.ProviderUnavailable)]
    [InlineData("""{"error":{"code":400,"message":"boom"}}""", FailureKind.RequestRejected)]
    [InlineData("""{"error":{"message":"boom"}}""", FailureKind.ProviderError)]
    public async Task ErrorObject_BeforeAnyText_CountsAsTheStatusItNames(string chunk, FailureKind expected) =>
        Assert.Equal(expected, (await FailureAsync("""{"choices":[{"delta":{"role":"assistant"}}]}""", chunk)).Kind);

    [Theory]
    [InlineData("""{"error":{"message":"boom"}}""")]
    [InlineData("""{"message":"boom"}""")]
    [InlineData("boom")]
    public async Task ErrorEvent_AnyData_IsAnError(string data)
    {
        var failure = await FailureAsync(ScriptedResponse.EventStream().Text("a").Write($"event: error\ndata: {data}\n\n"));

        Assert.Equal(FailureKind.ProviderError, failure.Kind);
        Assert.Contains("boom", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishReasonError_WithoutErrorObject_IsAProviderError() =>
        Assert.Equal(FailureKind.ProviderError, (await FailureAsync("""{"choices":[{"delta":{"content":"a"},"finish_reason":"error"}]}""")).Kind);

    [Theory]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":\"a\"}")]
    [InlineData("upstream connect error")]
    [InlineData("[1,2]")]
    [InlineData("{} {}")]
    [InlineData("null")]
    public async Task BadLine_InTheMiddle_IsMalformedAndQuoted(string line)
    {
        var failure = await FailureAsync(ScriptedResponse.EventStream().Text("a").Data(line).Text("b").Done());

        Assert.Equal(FailureKind.MalformedResponse, failure.Kind);
        Assert.Contains(line, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadLine_VeryLong_IsQuotedByItsStartOnly()
    {
        var failure = await FailureAsync(ScriptedResponse.EventStream().Data("oops " + new string('x', 5_000_000)).Done());

        Assert.Contains("oops xxx", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 200, 300);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"stop\"")]
    public async Task Connection_BrokenInTheStream_IsLost(string finishReason)
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Enqueue(ScriptedResponse.EventStream()
            .Data($$$"""{"choices":[{"delta":{"content":"so far"},"finish_reason":{{{finishReason}}}}]}""")
            .WaitFor(received.Task)
            .Abort());
        await using var updates = Ask().GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WithinTimeout());
        Assert.Equal("so far", updates.Current.Text);
        var next = updates.MoveNextAsync().AsTask();

        received.SetResult();

        Assert.Equal(FailureKind.ConnectionLost, (await Assert.ThrowsAsync<ProviderException>(() => next.WithinTimeout())).Kind);
    }

    [Fact]
    public async Task Connection_BrokenBeforeHeaders_IsLost() =>
        Assert.Equal(FailureKind.ConnectionLost, (await FailureAsync(ScriptedResponse.EventStream().Abort())).Kind);

    [Fact]
    public async Task Connection_NobodyListens_IsUnreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var options = Options();
        options.BaseUrl = new Uri($"http://127.0.0.1:{port}/v1");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Ask(Client(options)).ToListAsync().AsTask().WithinTimeout());

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Null(failure.StatusCode);
    }

    [Fact]
    public async Task Connection_NoTlsThere_IsUnreachable()
    {
        var options = Options();
        options.BaseUrl = new UriBuilder(Server.BaseUrl) { Scheme = "https" }.Uri;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Ask(Client(options)).ToListAsync().AsTask().WithinTimeout());

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
    }

    [Fact]
    public async Task Connection_NotMadeInTime_IsUnreachable()
    {
        // What the socket handler throws when its limit for connecting has passed.
        using var handler = new StubHandler(static () => Task.FromException<HttpResponseMessage>(
            new TaskCanceledException("canceled", new TimeoutException("A connection could not be established."))));
        using var http = new HttpClient(handler);
        using var client = new OpenAICompatibleChatClient("slow", Options(), http, Turns, Time);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Ask(client).ToListAsync().AsTask().WithinTimeout());

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
    }

    public static TheoryData<string> Echoes => ["status", "statusLine", "redirect", "error", "line", "longLine", "escapedLine", "page"];

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task Message_ServerEchoesSecrets_HasNoneOfThem(string place)
    {
        const string OtherKey = "azure+key/987654321=";
        var echo = new Func<Microsoft.AspNetCore.Http.HttpRequest, string>(static request => $"{request.Headers.Authorization} {request.Headers["api-key"]}");
        Server.Enqueue(place switch
        {
            "status" => ScriptedResponse.Of(401, "application/json", "").Write(request => $$$"""{"error":{"message":"wrong: {{{echo(request)}}}"}}"""),
            "statusLine" => ScriptedResponse.Of(401, "text/plain", new string('x', 450)).Write(echo),
            "redirect" => ScriptedResponse.Empty(302).Header("Location", $"/login?key={ApiKey}&other={OtherKey}"),
            "error" => ScriptedResponse.EventStream().Write(request => $"data: {{\"error\":\"wrong: {echo(request)}\"}}\n\n"),
            "line" => ScriptedResponse.EventStream().Write(request => $"data: {new string('x', 190)}{echo(request)}\n\n"),
            // The window that is searched ends inside a key, and everything before it shrinks below the length of the quote.
            "longLine" => ScriptedResponse.EventStream().Write("data: ")
                .Write(request => string.Concat(Enumerable.Repeat(request.Headers["api-key"].ToString(), 20_000)) + "\n\n"),
            "escapedLine" => ScriptedResponse.EventStream().Write(request => $"data: {{\"x\":\"{echo(request).Replace("+", "\\u002B", StringComparison.Ordinal)} {echo(request).Replace("/", "\\/", StringComparison.Ordinal)}\"\n\n"),
            "page" => ScriptedResponse.Of(200, "text/html", "<p>").Write(echo),
            _ => throw new ArgumentOutOfRangeException(nameof(place)),
        });
        var options = Options();
        options.Headers["api-key"] = OtherKey;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Ask(Client(options)).ToListAsync().AsTask().WithinTimeout());

        var text = failure.ToString();
        Assert.DoesNotContain(ApiKey[..10], text, StringComparison.Ordinal);
        Assert.DoesNotContain("azure", text, StringComparison.Ordinal);
        Assert.DoesNotContain("987654", text, StringComparison.Ordinal);
        Assert.Contains("***", text, StringComparison.Ordinal);
    }

    private async Task CollectAsync(List<ChatResponseUpdate> updates)
    {
        await foreach (var update in Ask())
        {
            updates.Add(update);
        }
    }

    private sealed class StubHandler(Func<Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("The connection was reset."));
    }
}
