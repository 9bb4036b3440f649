using System.Text;
using System.Text.Json;
using CompareIntel.Benchmarks.Processes;

namespace CompareIntel.Benchmarks.Client;

/// <summary>
/// Posts comparisons to one system and measures what comes back. Costs no string and no object per event, so that on a small machine
/// the measuring does not become the load.
/// </summary>
internal sealed class ComparisonClient(ServerProcess server, string modelPrefix, StreamEventParser parse) : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private static readonly TimeProvider s_time = TimeProvider.System;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = server.Address,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public ServerProcess Server { get; } = server;

    /// <summary>Runs one comparison to its end. Failures are in the record; only <paramref name="cancellationToken"/> throws.</summary>
    /// <param name="models">Upstream's ids, one per lane; lane i of the floor must be model <c>mi</c>.</param>
    /// <param name="deltas">Length of each answer.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<ComparisonRecord> RunAsync(
        IReadOnlyList<string> models,
        int deltas,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            input_data = "Which of these answers arrives first?",
            models = models.Select(model => modelPrefix + model),
            max_tokens = deltas,
            tier = "extended",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/compare-stream") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        using var limited = new CancellationTokenSource(limit, s_time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        var record = new ComparisonRecord(models.Count, s_time.GetTimestamp());
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
                await ReadAsync(stream, record, either.Token);
            }
            else
            {
                record.Fault = $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(either.Token)}";
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            record.Fault = exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            record.Fault = $"not over after {limit}";
        }

        record.EndedAt = s_time.GetTimestamp();
        return record;
    }

    public void Dispose() => _http.Dispose();

    private async Task ReadAsync(Stream stream, ComparisonRecord record, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var filled = 0;
        while (true)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (count == 0)
            {
                return;
            }

            var now = s_time.GetTimestamp();
            filled += count;
            var consumed = TakeLines(buffer.AsSpan(0, filled), record, now);
            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            filled -= consumed;
            if (filled == BufferSize)
            {
                record.Fault = $"a line longer than {BufferSize} bytes";
                return;
            }
        }
    }

    /// <summary>Takes every whole line and gives the number of bytes taken.</summary>
    private int TakeLines(ReadOnlySpan<byte> bytes, ComparisonRecord record, long now)
    {
        var consumed = 0;
        while (bytes[consumed..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = bytes.Slice(consumed, length);
            consumed += length + 1;
            if (line.StartsWith("data: {"u8))
            {
                Take(parse(line["data: ".Length..]), record, now);
            }
        }

        return consumed;
    }

    private static void Take(StreamEvent item, ComparisonRecord record, long now)
    {
        switch (item.Kind)
        {
            case StreamEventKind.Other:
                break;
            case StreamEventKind.Fault:
                record.Fault = Encoding.UTF8.GetString(item.Text);
                break;
            case StreamEventKind.Text or StreamEventKind.LaneDone or StreamEventKind.LaneFailed when (uint)item.Lane >= record.Lanes.Length:
                record.Fault = $"an event of lane {item.Lane}";
                break;
            case StreamEventKind.Text:
                record.Lanes[item.Lane].AddText(item.Text, now, record.Relay);
                break;
            case StreamEventKind.LaneDone:
                record.Lanes[item.Lane].End(now, error: null);
                break;
            case StreamEventKind.LaneFailed:
                record.Lanes[item.Lane].End(now, Encoding.UTF8.GetString(item.Text));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item.Kind, null);
        }
    }
}
