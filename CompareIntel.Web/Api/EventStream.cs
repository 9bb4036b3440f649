using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Web.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace CompareIntel.Web.Api;

/// <summary>Sends a comparison's events to one client, from any sequence number on, live until the comparison has ended or the client has left.</summary>
internal static partial class EventStream
{
    public const string ContentType = "text/event-stream";

    /// <summary>A reader that is far behind gets its events in pieces of about this many bytes.</summary>
    private const int BatchBytes = 32 * 1024;

    public static async Task SendAsync(HttpContext context, LiveComparison comparison, long after, TimeProvider timeProvider)
    {
        var clients = context.RequestServices.GetRequiredService<ClientCounts>();
        clients.StreamBegan();
        try
        {
            await FollowAsync(context, comparison, after, timeProvider);
        }
        finally
        {
            clients.StreamEnded();
        }
    }

    private static async Task FollowAsync(HttpContext context, LiveComparison comparison, long after, TimeProvider timeProvider)
    {
        var response = context.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var reader = comparison.Log.OpenReader(after);
        using var writer = new EventWriter(comparison);
        await using var keepAlive = new KeepAlive(reader, timeProvider);
        var aborted = context.RequestAborted;
        // One registration for the whole response instead of one per wait. The run itself does not see that its reader left.
        await using var leaving = aborted.UnsafeRegister(static state => ((LogReader)state!).Nudge(), reader);

        var timer = new StreamTimer(comparison);
        try
        {
            await SendAsync(context, reader, writer, keepAlive, timer);
        }
        finally
        {
            if (timer.Timing is { } timing)
            {
                context.RequestServices.GetRequiredService<WatchTimings>().Keep(comparison.Id, timing);
            }
        }
    }

    private static async Task SendAsync(HttpContext context, LogReader reader, EventWriter writer, KeepAlive keepAlive, StreamTimer timer)
    {
        var (response, aborted) = (context.Response, context.RequestAborted);
        // Headers go at once, even when there is nothing to tell yet.
        await response.BodyWriter.FlushAsync(CancellationToken.None);
        while (!aborted.IsCancellationRequested && await reader.WaitToReadAsync(CancellationToken.None))
        {
            writer.Clear();
            timer.Begin();
            var fault = Fill(writer, reader, context, timer);

            if (writer.Length == 0)
            {
                if (!keepAlive.TakeDue())
                {
                    continue;
                }

                writer.WriteKeepAlive();
            }

            keepAlive.NoteSent();
            var flushed = await response.BodyWriter.WriteAsync(writer.Written, CancellationToken.None);
            timer.Sent();
            if (fault || flushed.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Writes what is there. A fault of our own becomes the stream's <c>error</c> event, after which nothing can follow.</summary>
    private static bool Fill(EventWriter writer, LogReader reader, HttpContext context, StreamTimer timer)
    {
        try
        {
            while (writer.Length < BatchBytes && reader.TryRead(out var item))
            {
                timer.Note(item);
                writer.Write(item);
            }

            return false;
        }
        catch (Exception exception)
        {
            LogFault(context.RequestServices.GetRequiredService<ILogger<EventWriter>>(), exception, reader.Position);
            // What was written of this batch may end in half an event; a client that comes back gets it again.
            writer.Clear();
            writer.WriteError("A fault in CompareIntel ended this stream; the log has the details. The comparison goes on: read it by its id.");
            return true;
        }
    }

    [LoggerMessage(3100, LogLevel.Error, "An event stream broke at event {Sequence}")]
    private static partial void LogFault(ILogger logger, Exception exception, long sequence);
}
