using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using CompareIntel.Benchmarks.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>
/// An OpenAI-compatible server whose models all answer alike: silence for a fixed time, then deltas at a fixed rate on an absolute time
/// line, so that a late delta does not delay those after it. Besides those it lists, it has every model that a <see cref="MarkdownAnswer"/> names.
/// </summary>
internal sealed class UpstreamServer
{
    public const int ModelCount = 12;

    /// <summary>From the request to the first delta.</summary>
    public static readonly TimeSpan TimeToFirstToken = TimeSpan.FromMilliseconds(200);

    private static readonly TimeProvider s_time = TimeProvider.System;

    private readonly Dictionary<string, UpstreamModel> _models;
    private readonly ConcurrentDictionary<string, MarkdownModel?> _answers = new(StringComparer.Ordinal);
    private readonly StartGate _gate = new();
    private readonly StreamCounter _streams = new();
    private readonly int _rate;
    private readonly int _deltas;

    private UpstreamServer(int rate, int seconds)
    {
        _rate = rate;
        _deltas = rate * seconds;
        _models = Enumerable.Range(0, ModelCount)
            .Select(static number => new UpstreamModel(string.Create(CultureInfo.InvariantCulture, $"m{number}"), UpstreamFault.None))
            .Append(new UpstreamModel("hang", UpstreamFault.Hang))
            .Append(new UpstreamModel("reset", UpstreamFault.Reset))
            .Append(new UpstreamModel("lie", UpstreamFault.Lie))
            .ToDictionary(static model => model.Id, StringComparer.Ordinal);
    }

    public static async Task<int> RunAsync(Arguments arguments, Stream input)
    {
        var port = arguments.Number("--port", 9911, 1, 65535);
        var server = new UpstreamServer(arguments.Number("--rate", 50, 1, 1000), arguments.Number("--seconds", 6, 1, 600));
        await BareServer.RunAsync(arguments, port, input, server.Map);
        return 0;
    }

    private void Map(WebApplication app) => app.Run(context => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("POST", "/v1/chat/completions") => CompleteAsync(context),
        ("GET", "/v1/models") => context.Response.WriteAsync(ListModels()),
        ("GET", "/stats") => context.Response.WriteAsync(_streams.ToJson()),
        ("POST", "/stats/reset") => DoAsync(context, _streams.Reset),
        ("POST", "/hold") => DoAsync(context, _gate.Close),
        ("POST", "/release") => DoAsync(context, () => _gate.Open(s_time.GetTimestamp())),
        _ => NotFoundAsync(context),
    });

    private string ListModels()
    {
        var models = _models.Keys.Select(static id => $$"""{"id":"{{id}}","object":"model","created":1767225600,"owned_by":"upstream"}""");
        return $$"""{"object":"list","data":[{{string.Join(',', models)}}]}""";
    }

    private static Task DoAsync(HttpContext context, Action work)
    {
        work();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var requestedAt = s_time.GetTimestamp();
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var id = body.RootElement.GetProperty("model").GetString() ?? "";
        if (_models.TryGetValue(id, out var model))
        {
            var deltas = body.RootElement.TryGetProperty("max_tokens", out var limit) && limit.TryGetInt32(out var tokens)
                ? Math.Min(_deltas, tokens)
                : _deltas;
            await ServeAsync(context, ordinal => StreamAsync(context, model, deltas, requestedAt, ordinal));
        }
        else if (FindAnswer(id) is { } answer)
        {
            await ServeAsync(context, ordinal => StreamAsync(context, answer, requestedAt, ordinal));
        }
        else
        {
            await NotFoundAsync(context);
        }
    }

    private MarkdownModel? FindAnswer(string id) =>
        _answers.GetOrAdd(id, static id => MarkdownAnswer.Parse(id) is { } answer ? new MarkdownModel(answer) : null);

    private async Task ServeAsync(HttpContext context, Func<int, Task> stream)
    {
        context.Response.ContentType = "text/event-stream";
        var ordinal = _streams.Open();
        try
        {
            await context.Response.StartAsync(context.RequestAborted);
            await stream(ordinal);
        }
        catch (OperationCanceledException)
        {
            // The reader left. That is its right, and the runner sees it in what it received.
        }
        finally
        {
            _streams.Close();
        }
    }

    private async Task StreamAsync(HttpContext context, UpstreamModel model, int deltas, long requestedAt, int ordinal)
    {
        var writer = context.Response.BodyWriter;
        var interval = s_time.TimestampFrequency / (double)_rate;
        var first = requestedAt + (TimeToFirstToken.TotalSeconds * s_time.TimestampFrequency);

        var phase = PhaseOf(ordinal);
        for (var sequence = 0; sequence < deltas; sequence++)
        {
            var due = sequence == 0 ? first : first + ((sequence - 1 + phase) * interval);
            await WaitUntilAsync((long)due, context.RequestAborted);
            if (sequence == deltas / 2 && !await GoOnAsync(context, writer, model.Fault))
            {
                return;
            }

            model.WriteDelta(writer, new DeltaStamp(sequence, s_time.GetTimestamp(), requestedAt));
            if (sequence == deltas - 1)
            {
                // In the same write as the last delta, whose time is thereby the time of the end.
                model.WriteEnd(writer, deltas);
            }

            await writer.FlushAsync(context.RequestAborted);
        }
    }

    private async Task StreamAsync(HttpContext context, MarkdownModel model, long requestedAt, int ordinal)
    {
        var begin = await _gate.PassAsync(requestedAt, context.RequestAborted);
        var writer = context.Response.BodyWriter;
        var interval = s_time.TimestampFrequency / (double)model.Rate;
        var first = begin + (TimeToFirstToken.TotalSeconds * s_time.TimestampFrequency);
        var phase = PhaseOf(ordinal);
        var stamps = 0;
        for (var index = 0; index < model.Deltas; index++)
        {
            await WaitUntilAsync((long)(first + ((index + phase) * interval)), context.RequestAborted);
            stamps = model.WriteDelta(writer, index, stamps, s_time.GetTimestamp());
            if (index == model.Deltas - 1)
            {
                model.WriteEnd(writer);
            }

            await writer.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>
    /// Streams that begin together would otherwise send each delta in the same instant, which no set of real models does. The golden
    /// ratio spreads any number of them evenly over the interval.
    /// </summary>
    private static double PhaseOf(int ordinal) => ordinal * 0.6180339887498949 % 1;

    private static async Task WaitUntilAsync(long due, CancellationToken cancellationToken)
    {
        while (s_time.GetElapsedTime(s_time.GetTimestamp(), due) is { Ticks: > 0 } remaining)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds)), s_time, cancellationToken);
        }
    }

    private static async Task<bool> GoOnAsync(HttpContext context, PipeWriter writer, UpstreamFault fault)
    {
        switch (fault)
        {
            case UpstreamFault.None:
                return true;
            case UpstreamFault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, s_time, context.RequestAborted);
                return false;
            case UpstreamFault.Reset:
                context.Abort();
                return false;
            case UpstreamFault.Lie:
                await writer.WriteAsync("data: {\"choices\":[{\"delta\":{\"content\":\n\n"u8.ToArray(), context.RequestAborted);
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }
}
