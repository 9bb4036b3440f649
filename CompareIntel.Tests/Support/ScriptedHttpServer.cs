using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Tests.Support;

/// <summary>A real HTTP server on a free port that answers request after request with what the test has enqueued.</summary>
internal sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ScriptedResponse> _responses = new();
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private int _openRequests;

    private ScriptedHttpServer(WebApplication app) => _app = app;

    /// <summary>The server's address with the path that such servers usually have.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>The requests that have arrived.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Requests whose response has not ended.</summary>
    public int OpenRequests => Volatile.Read(ref _openRequests);

    public static async Task<ScriptedHttpServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new ScriptedHttpServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.BaseUrl = new Uri(new Uri(server._app.Urls.Single()), "/v1");
        return server;
    }

    /// <summary>Answers the next request that has no answer yet, and returns the response to wait on it.</summary>
    public ScriptedResponse Enqueue(ScriptedResponse response)
    {
        _responses.Enqueue(response);
        return response;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _openRequests);
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            _requests.Enqueue(new RecordedRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync()));
            if (_responses.TryDequeue(out var response))
            {
                await response.RunAsync(context);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left, which is what some tests are about.
        }
        finally
        {
            Interlocked.Decrement(ref _openRequests);
        }
    }
}
