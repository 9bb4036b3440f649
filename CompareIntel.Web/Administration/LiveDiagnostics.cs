using System.Diagnostics.Metrics;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Core.Storage;
using CompareIntel.Web.Components.Circuits;
using CompareIntel.Web.Hosting;
using CompareIntel.Web.Telemetry;

namespace CompareIntel.Web.Administration;

/// <summary>What the program does at one moment. Rates are over the time since the reading before.</summary>
public sealed record DiagnosticsReading
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Processor cores that the whole program used, such as 0.7; null in the first reading.</summary>
    public required double? Cores { get; init; }

    /// <summary>Of that, what taking the readings used, in cores; the page's own rendering is not in it.</summary>
    public required double? OwnCores { get; init; }

    public required long WorkingSetBytes { get; init; }

    public required long HeapBytes { get; init; }

    /// <summary>Part of the time that collections held all threads up, 0 to 100, since the program started.</summary>
    public required double GcPausePercent { get; init; }

    /// <summary>Collections of generations 0, 1 and 2 since the program started.</summary>
    public required (int Gen0, int Gen1, int Gen2) Collections { get; init; }

    public required int PoolThreads { get; init; }

    public required long PoolQueue { get; init; }

    public required int Circuits { get; init; }

    /// <summary>Component changes that were sent to browsers, per second; null in the first reading.</summary>
    public required double? BatchesPerSecond { get; init; }

    /// <summary>Frames of comparisons that browsers have not confirmed yet.</summary>
    public required int FramesUnconfirmed { get; init; }

    /// <summary>Network connections of clients that are open.</summary>
    public required int Connections { get; init; }

    /// <summary>Clients that follow an event stream.</summary>
    public required int StreamClients { get; init; }

    /// <summary>What is not stored yet, about, as memory that it takes.</summary>
    public required long BacklogBytes { get; init; }

    public required double? LogEventsPerSecond { get; init; }

    public required StorageRound? LastRound { get; init; }

    public required StorageTrouble? Trouble { get; init; }

    public required IReadOnlyList<GateLoad> Gates { get; init; }

    public required IReadOnlyList<RunningComparison> Running { get; init; }
}

/// <summary>
/// Reads the program's state once a second while anybody watches, once for all who do. Counts nothing itself: it reads where the program's meters read, and batches from
/// the framework's own instrument.
/// </summary>
internal sealed class LiveDiagnostics(
    LiveComparisons comparisons,
    LaneGates gates,
    StorageHealth storage,
    OpenCircuits circuits,
    ClientCounts clients,
    LogEventCounter logs,
    IMeterFactory meters,
    TimeProvider timeProvider) : IDisposable
{
    private const string LifecycleMeter = "Microsoft.AspNetCore.Components.Lifecycle";
    private const string BatchInstrument = "aspnetcore.components.render_diff.duration";
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly RunMonitor _runs = new(comparisons, timeProvider);
    private readonly List<Action<DiagnosticsReading>> _watchers = [];
    private ITimer? _timer;
    private MeterListener? _listener;
    private long _batches;
    private Previous? _previous;

    /// <summary>Calls this with a reading, at once and then every second, on any thread, until what is returned is disposed.</summary>
    public IDisposable Watch(Action<DiagnosticsReading> watcher)
    {
        lock (_lock)
        {
            _watchers.Add(watcher);
            if (_watchers.Count == 1)
            {
                Begin();
            }
        }

        return new Watching(this, watcher);
    }

    public void Dispose() => End();

    private void Begin()
    {
        _previous = null;
        _listener = new MeterListener
        {
            // Those of this application alone: tests run many in one process.
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == LifecycleMeter && instrument.Name == BatchInstrument && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _batches));
        _listener.Start();
        _timer = timeProvider.CreateTimer(static state => ((LiveDiagnostics)state!).Tick(), this, TimeSpan.Zero, s_interval);
    }

    private void End()
    {
        _timer?.Dispose();
        _timer = null;
        _listener?.Dispose();
        _listener = null;
    }

    private void Leave(Action<DiagnosticsReading> watcher)
    {
        lock (_lock)
        {
            if (_watchers.Remove(watcher) && _watchers.Count == 0)
            {
                End();
            }
        }
    }

    private void Tick()
    {
        // One reading at a time: the monitor is not thread-safe, and a slow one must not be overtaken.
        lock (_lock)
        {
            if (_timer is null)
            {
                return;
            }

            var reading = Read();
            foreach (var watcher in _watchers)
            {
                watcher(reading);
            }
        }
    }

    private DiagnosticsReading Read()
    {
        var started = timeProvider.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var memory = GC.GetGCMemoryInfo();
        var previous = _previous;
        var passed = previous is null ? (double?)null : timeProvider.GetElapsedTime(previous.At, started).TotalSeconds;
        var batches = Interlocked.Read(ref _batches);
        var reading = new DiagnosticsReading
        {
            At = timeProvider.GetUtcNow(),
            Cores = (cpu - previous?.Cpu)?.TotalSeconds / passed,
            OwnCores = previous?.Took.TotalSeconds / passed,
            WorkingSetBytes = Environment.WorkingSet,
            HeapBytes = GC.GetTotalMemory(false),
            GcPausePercent = memory.PauseTimePercentage,
            Collections = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)),
            PoolThreads = ThreadPool.ThreadCount,
            PoolQueue = ThreadPool.PendingWorkItemCount,
            Circuits = circuits.Count,
            BatchesPerSecond = (batches - previous?.Batches) / passed,
            FramesUnconfirmed = clients.FramesUnconfirmed,
            Connections = clients.Connections,
            StreamClients = clients.Streams,
            BacklogBytes = storage.BacklogBytes,
            LogEventsPerSecond = (logs.Count - previous?.LogEvents) / passed,
            LastRound = storage.LastRound,
            Trouble = storage.Trouble,
            Gates = gates.Loads,
            Running = _runs.Read(),
        };
        _previous = new Previous(started, cpu, batches, logs.Count, timeProvider.GetElapsedTime(started));
        return reading;
    }

    private sealed record Previous(long At, TimeSpan Cpu, long Batches, long LogEvents, TimeSpan Took);

    private sealed class Watching(LiveDiagnostics diagnostics, Action<DiagnosticsReading> watcher) : IDisposable
    {
        public void Dispose() => diagnostics.Leave(watcher);
    }
}
