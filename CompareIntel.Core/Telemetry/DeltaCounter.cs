namespace CompareIntel.Core.Telemetry;

/// <summary>
/// Counts the deltas of all lanes. A delta costs its lane one plain addition; the lanes are added up by whoever reads. Thread-safe.
/// </summary>
internal sealed class DeltaCounter
{
    private readonly Lock _lock = new();
    private readonly HashSet<LaneDeltas> _running = [];
    private long _text;
    private long _reasoning;

    /// <summary>A lane begins.</summary>
    public LaneDeltas Begin()
    {
        var lane = new LaneDeltas();
        lock (_lock)
        {
            _running.Add(lane);
        }

        return lane;
    }

    /// <summary>The lane has counted its last delta.</summary>
    public void End(LaneDeltas lane)
    {
        lock (_lock)
        {
            if (_running.Remove(lane))
            {
                _text += lane.Text;
                _reasoning += lane.Reasoning;
            }
        }
    }

    /// <summary>All so far. Never less than what was read before.</summary>
    public (long Text, long Reasoning) Read()
    {
        lock (_lock)
        {
            var (text, reasoning) = (_text, _reasoning);
            foreach (var lane in _running)
            {
                text += lane.Text;
                reasoning += lane.Reasoning;
            }

            return (text, reasoning);
        }
    }
}

/// <summary>The deltas of one lane. Only the lane itself adds to it.</summary>
internal sealed class LaneDeltas
{
    private long _text;
    private long _reasoning;

    public long Text => Volatile.Read(ref _text);

    public long Reasoning => Volatile.Read(ref _reasoning);

    public void AddText() => Volatile.Write(ref _text, _text + 1);

    public void AddReasoning() => Volatile.Write(ref _reasoning, _reasoning + 1);
}
