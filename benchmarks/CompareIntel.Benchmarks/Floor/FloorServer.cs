using System.Buffers;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CompareIntel.Benchmarks.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CompareIntel.Benchmarks.Floor;

/// <summary>
/// The least that a relay of several streams into one can do on this stack: per model one request and one parser loop, which writes each
/// chunk as it is straight into the response. No log, no resume, no limits, no metrics, no failures.
/// </summary>
internal sealed class FloorServer(HttpClient client)
{
    public static async Task<int> RunAsync(Arguments arguments, Stream input)
    {
        var port = arguments.Number("--port", 9912, 1, 65535);
        using var client = new HttpClient();
        client.BaseAddress = new Uri(arguments.Text("--upstream") ?? "http://127.0.0.1:9911");
        client.Timeout = Timeout.InfiniteTimeSpan;
        var server = new FloorServer(client);
        await BareServer.RunAsync(arguments, port, input, app =>
        {
            app.MapGet("/health", static () => "healthy");
            app.MapPost("/compare-stream", server.CompareAsync);
        });
        return 0;
    }

    private async Task CompareAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var root = body.RootElement;
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync(context.RequestAborted);
        using var turn = new SemaphoreSlim(1);
        await Task.WhenAll(root.GetProperty("models").EnumerateArray().Select(model => RelayAsync(context, turn, root, model.GetString()!)));
    }

    private async Task RelayAsync(HttpContext context, SemaphoreSlim turn, JsonElement root, string model)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            model,
            messages = new[] { new { role = "user", content = root.GetProperty("input_data").GetString() } },
            max_tokens = root.GetProperty("max_tokens").GetInt32(),
            stream = true,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var chunk = new ArrayBufferWriter<byte>(1024);
        await foreach (var item in SseParser.Create(stream, (_, data) => Frame(chunk, data)).EnumerateAsync(context.RequestAborted))
        {
            if (item.Data)
            {
                return;
            }

            await turn.WaitAsync(context.RequestAborted);
            try
            {
                await context.Response.BodyWriter.WriteAsync(chunk.WrittenMemory, context.RequestAborted);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    /// <summary>Leaves the event in <paramref name="chunk"/>; true when it was the end mark.</summary>
    private static bool Frame(ArrayBufferWriter<byte> chunk, ReadOnlySpan<byte> data)
    {
        chunk.ResetWrittenCount();
        chunk.Write("data: "u8);
        chunk.Write(data);
        chunk.Write("\n\n"u8);
        return data.SequenceEqual("[DONE]"u8);
    }
}
