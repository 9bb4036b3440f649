using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Tests.Support;

/// <summary>A real HTTP proxy in front of a real server that does to its event streams what bad ones do.</summary>
internal sealed class TamperingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private TamperingProxy(WebApplication app, HttpClient client)
    {
        _app = app;
        _client = client;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public enum Fault
    {
        /// <summary>Holds a stream back until it has ended.</summary>
        Buffers,

        /// <summary>Loses every tenth chunk.</summary>
        Drops,
    }

    public Uri Address { get; }

    public static async Task<TamperingProxy> StartAsync(Uri target, Fault fault)
    {
        var client = new HttpClient { BaseAddress = target, Timeout = AsyncAssert.Timeout };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => PassAsync(context, client, fault));
        await app.StartAsync().WithinTimeout();
        return new TamperingProxy(app, client);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().WithinTimeout();
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private static async Task PassAsync(HttpContext context, HttpClient client, Fault fault)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString);
        if (context.Request.ContentType is { } type)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (context.Request.Headers.TryGetValue("Last-Event-ID", out var last))
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last.ToString());
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream" && fault == Fault.Drops)
        {
            await DropAsync(body, context);
            return;
        }

        using var held = new MemoryStream();
        await body.CopyToAsync(held, context.RequestAborted);
        if (context.Response.StatusCode != StatusCodes.Status204NoContent)
        {
            await context.Response.Body.WriteAsync(held.ToArray(), context.RequestAborted);
        }
    }

    private static async Task DropAsync(Stream body, HttpContext context)
    {
        using var reader = new StreamReader(body);
        var item = new List<string>();
        var chunks = 0;
        while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
        {
            item.Add(line);
            if (line.Length > 0)
            {
                continue;
            }

            if (!item.Exists(static part => part.Contains("\"type\":\"chunk\"", StringComparison.Ordinal)) || ++chunks % 10 != 0)
            {
                await context.Response.WriteAsync(string.Join('\n', item) + "\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            item.Clear();
        }
    }
}
