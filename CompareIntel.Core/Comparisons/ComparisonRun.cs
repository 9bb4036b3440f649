using CompareIntel.Core.Telemetry;

namespace CompareIntel.Core.Comparisons;

/// <summary>A comparison that runs: its log, its lanes, and the one task that ends when the last lane has ended.</summary>
internal sealed class ComparisonRun
{
    private readonly LaneControl[] _controls;
    private readonly LanePump[] _pumps;
    private readonly TaskCompletionSource[] _ended;
    private readonly Action<LaneEnded> _laneEnded;
    private readonly TimeProvider _timeProvider;
    private readonly ComparisonTelemetry _telemetry;

    public ComparisonRun(string id, ComparisonRequest request, string? conversationId, EngineServices services, ComparisonOptions options, Action<LaneEnded> laneEnded)
    {
        Id = id;
        _laneEnded = laneEnded;
        _timeProvider = services.TimeProvider;
        Mode = request.IsSequential ? ConcurrencyMode.Sequential : options.Concurrency;
        Log = new ComparisonLog(services.TimeProvider);
        _telemetry = new ComparisonTelemetry(services.Telemetry, id, Mode, request.Lanes.Count, conversationId, services.TimeProvider.GetUtcNow());
        _controls = [.. request.Lanes.Select(_ => new LaneControl(options, services.TimeProvider))];
        // One after another is a gate of its own that lets one lane in at a time, so that a lane can be stopped while it waits for its turn.
        var turn = Mode == ConcurrencyMode.Sequential ? new LaneGate(1) : null;
        _pumps = [.. request.Lanes.Select((_, lane) => new LanePump(id, lane, request, Log, _controls[lane], services, options, turn, _telemetry.ForLane(lane, request.Lanes[lane])))];
        _ended = [.. request.Lanes.Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        for (var lane = 0; lane < request.Lanes.Count; lane++)
        {
            Log.Append(new LaneCreated(lane, request.Lanes[lane].Model));
        }
    }

    public string Id { get; }

    public ComparisonLog Log { get; }

    public ConcurrencyMode Mode { get; }

    /// <summary>Ends behind the lane's terminal event.</summary>
    public Task LaneCompletion(int lane) => _ended[lane].Task;

    /// <summary>Cancels one lane. Does nothing when it has ended.</summary>
    public void Cut(int lane, LaneCutoff reason) => _controls[lane].Cut(reason);

    /// <summary>Cancels every lane that has not ended.</summary>
    public void CutAll(LaneCutoff reason)
    {
        foreach (var control in _controls)
        {
            control.Cut(reason);
        }
    }

    /// <summary>Runs all lanes to their ends, then closes the log. Never throws.</summary>
    public async Task RunAsync()
    {
        _telemetry.Begin();
        var ended = new LaneEnded[_pumps.Length];
        await Task.WhenAll(_pumps.Select(pump => RunLaneAsync(pump, ended))).ConfigureAwait(false);
        var end = ComparisonEnded.Of(ended, _timeProvider.GetUtcNow());
        Log.Append(end);
        _telemetry.End(end);
    }

    private async Task RunLaneAsync(LanePump pump, LaneEnded[] ended)
    {
        using (_controls[pump.Lane])
        {
            ended[pump.Lane] = await pump.RunAsync().ConfigureAwait(false);
        }

        _laneEnded(ended[pump.Lane]);
        _ended[pump.Lane].SetResult();
    }
}
