using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace CompareIntel.Benchmarks.Soak;

/// <summary>The size of another process's managed heap, as its runtime publishes it once a second.</summary>
internal sealed class HeapCounter : IAsyncDisposable
{
    private const double BytesPerMegabyte = 1e6;
    private static readonly EventPipeProvider s_counters = new("System.Runtime", EventLevel.Informational, (long)EventKeywords.None, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" });

    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private long _bytes;

    public HeapCounter(int processId)
    {
        _session = new DiagnosticsClient(processId).StartEventPipeSession(s_counters, requestRundown: false);
        // Reads until the session ends, and blocks while it does.
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Zero until the first second has passed.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public async ValueTask DisposeAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
        _session.Dispose();
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Dynamic.All += item =>
        {
            if (item.EventName == "EventCounters" && item.PayloadByName("") is IDictionary<string, object> outer && outer["Payload"] is IDictionary<string, object> counter
                && counter["Name"] as string == "gc-heap-size")
            {
                Interlocked.Exchange(ref _bytes, (long)(Convert.ToDouble(counter["Mean"], CultureInfo.InvariantCulture) * BytesPerMegabyte));
            }
        };
        source.Process();
    }
}
