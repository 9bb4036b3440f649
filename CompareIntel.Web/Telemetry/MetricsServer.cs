using System.Net;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Telemetry;

/// <summary>
/// Serves <c>/metrics</c> on a port of its own, where that is wanted. A server of its own too: nothing else of the program can be reached through that port.
/// </summary>
internal sealed partial class MetricsServer(MetricsScrape scrape, IOptions<MetricsOptions> options, ILogger<MetricsServer> logger) : IHostedService, IAsyncDisposable
{
    public const string EveryAddress = "*";

    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!scrape.IsOnOwnPort)
        {
            return;
        }

        var port = options.Value.Port!.Value;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (options.Value.Address is EveryAddress)
            {
                kestrel.ListenAnyIP(port);
            }
            else
            {
                kestrel.Listen(options.Value.Address is { } address ? IPAddress.Parse(address) : IPAddress.Loopback, port);
            }
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            throw new InvalidDataException($"Metrics can't be served on port {port}: {exception.Message} Set another Metrics:Port, or another Metrics:Address.", exception);
        }

        LogReady(_app.Urls.First() + MetricsScrape.Path);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == MetricsScrape.Path && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            return scrape.AnswerAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    [LoggerMessage(3020, LogLevel.Information, "Metrics for Prometheus are at {Address}")]
    private partial void LogReady(string address);
}
