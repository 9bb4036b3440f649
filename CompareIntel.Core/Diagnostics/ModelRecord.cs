using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>One model's counts and its last latencies. Mutable, guarded by its own lock, which is taken once per lane.</summary>
internal sealed class ModelRecord
{
    /// <summary>Percentiles are over this many last answers.</summary>
    private const int Window = 200;

    private readonly Lock _lock = new();
    private readonly Queue<double> _timesToFirstToken = new();
    private readonly Queue<double> _durations = new();
    private ModelStatistic _counts = new();

    public ModelRecord()
    {
    }

    public ModelRecord(ModelStatistic saved)
    {
        _counts = saved with { RecentTimesToFirstToken = [], RecentDurations = [] };
        foreach (var value in saved.RecentTimesToFirstToken)
        {
            AddTo(_timesToFirstToken, value);
        }

        foreach (var value in saved.RecentDurations)
        {
            AddTo(_durations, value);
        }
    }

    public void Add(LaneEnded ended, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (ended.State == LaneState.Failed)
            {
                _counts = _counts with { Failures = _counts.Failures + 1, LastError = ended.Failure!.Message, LastErrorAt = at };
                return;
            }

            _counts = _counts with { Successes = _counts.Successes + 1, LastSuccessAt = at };
            AddTo(_durations, ended.Metrics.Duration.TotalMilliseconds);
            if (ended.Metrics.TimeToFirstToken is { } ttft)
            {
                AddTo(_timesToFirstToken, ttft.TotalMilliseconds);
            }
        }
    }

    public ModelStatistic ToStatistic()
    {
        lock (_lock)
        {
            return _counts with { RecentTimesToFirstToken = [.. _timesToFirstToken], RecentDurations = [.. _durations] };
        }
    }

    private static void AddTo(Queue<double> window, double value)
    {
        if (window.Count == Window)
        {
            window.Dequeue();
        }

        window.Enqueue(value);
    }
}
