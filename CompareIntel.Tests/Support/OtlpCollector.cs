using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Tests.Support;

/// <summary>A span as it was sent; ids in hexadecimal.</summary>
internal sealed record CollectedSpan(string Name, string TraceId, string SpanId, string ParentId, IReadOnlyList<(string TraceId, string SpanId)> Links);

/// <summary>
/// What the standard variables name: a server that takes telemetry by OTLP over HTTP. Reads as much of the binary format as tests need
/// (github.com/open-telemetry/opentelemetry-proto, trace/v1).
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _traces = new();
    private readonly ConcurrentQueue<byte[]> _metrics = new();

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>Has a process send everything here.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_SERVICE_NAME"] = "named-by-the-operator",
    };

    /// <summary>All that was sent of traces; texts stand in it as they are.</summary>
    public string Traces => string.Concat(_traces.Select(Encoding.UTF8.GetString));

    /// <summary>All that was sent of metrics; texts stand in it as they are.</summary>
    public string Metrics => string.Concat(_metrics.Select(Encoding.UTF8.GetString));

    public IReadOnlyList<CollectedSpan> Spans =>
        [.. _traces.SelectMany(static body => Parts(body, 1)).SelectMany(static resource => Parts(resource, 2)).SelectMany(static scope => Parts(scope, 2)).Select(ToSpan)];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new OtlpCollector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        (context.Request.Path == "/v1/traces" ? _traces : _metrics).Enqueue(body.ToArray());
    }

    private static CollectedSpan ToSpan(ReadOnlyMemory<byte> span) => new(
        Encoding.UTF8.GetString(Parts(span, 5).Single().Span),
        Hex(span, 1),
        Hex(span, 2),
        Hex(span, 4),
        [.. Parts(span, 13).Select(static link => (Hex(link, 1), Hex(link, 2)))]);

    private static string Hex(ReadOnlyMemory<byte> message, int field) => Convert.ToHexString(Parts(message, field).FirstOrDefault().Span);

    /// <summary>The parts of a message that have this number and are messages, texts or bytes.</summary>
    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int field)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        while (message.Length > 0)
        {
            var key = Number(ref message);
            switch (key & 7)
            {
                case 0:
                    Number(ref message);
                    break;
                case 1:
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Number(ref message);
                    if ((int)(key >> 3) == field)
                    {
                        parts.Add(message[..length]);
                    }

                    message = message[length..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7}.");
            }
        }

        return parts;
    }

    private static ulong Number(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }
    }
}
