using System.Text;
using Microsoft.AspNetCore.Http;

namespace CompareIntel.Tests.Support;

/// <summary>
/// What <see cref="ScriptedHttpServer"/> does with one request, step by step. Every write is flushed, so that its end is the end of a packet.
/// </summary>
internal sealed class ScriptedResponse
{
    private readonly List<Func<HttpContext, Task>> _steps = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _clientLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedResponse(int status, string? contentType)
    {
        Status = status;
        ContentType = contentType;
    }

    public int Status { get; }

    public string? ContentType { get; }

    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Completes when the request has arrived.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes when the connection was closed before the response had ended and the server has seen it.</summary>
    public Task ClientLeft => _clientLeft.Task;

    public static ScriptedResponse EventStream() => new(200, "text/event-stream");

    public static ScriptedResponse Of(int status, string contentType, string body) => new ScriptedResponse(status, contentType).Write(body);

    public static ScriptedResponse Empty(int status) => new(status, null);

    public ScriptedResponse Header(string name, string value)
    {
        Headers[name] = value;
        return this;
    }

    public ScriptedResponse Write(ReadOnlyMemory<byte> bytes) => Step(async context =>
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    });

    public ScriptedResponse Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>One event in one packet.</summary>
    public ScriptedResponse Data(string data) => Write($"data: {data}\n\n");

    /// <summary>A chunk whose delta has this content.</summary>
    public ScriptedResponse Text(string content) => Data($$$"""{"choices":[{"delta":{"content":{{{JsonString(content)}}}}}]}""");

    public ScriptedResponse Done() => Data("[DONE]");

    /// <summary>Goes on only when <paramref name="gate"/> completes, or the client leaves.</summary>
    public ScriptedResponse WaitFor(Task gate) => Step(context => gate.WaitAsync(context.RequestAborted));

    /// <summary>Never goes on; ends when the client leaves.</summary>
    public ScriptedResponse Hang() => WaitFor(new TaskCompletionSource().Task);

    /// <summary>Breaks the connection.</summary>
    public ScriptedResponse Abort() => Step(static context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Writes what the test makes of the request.</summary>
    public ScriptedResponse Write(Func<HttpRequest, string> text) => Step(context => context.Response.WriteAsync(text(context.Request), context.RequestAborted));

    internal async Task RunAsync(HttpContext context)
    {
        _started.SetResult();
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        try
        {
            foreach (var step in _steps)
            {
                await step(context);
            }
        }
        finally
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                _clientLeft.SetResult();
            }
        }
    }

    private static string JsonString(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private ScriptedResponse Step(Func<HttpContext, Task> step)
    {
        _steps.Add(step);
        return this;
    }
}
