using System.Collections.Concurrent;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>How each model did, counted at the end of every lane. Thread-safe.</summary>
public sealed class ModelStatistics(TimeProvider timeProvider)
{
    /// <summary>Ids come from requests, so there must be an end to how many are remembered.</summary>
    private const int MaxModels = 5_000;

    private readonly ConcurrentDictionary<string, ModelRecord> _records = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Grows with every lane that is counted; whoever saves compares it with what it saved last.</summary>
    internal long Version => Volatile.Read(ref _version);

    /// <summary>Counts one lane. Lanes that were stopped or interrupted, or whose provider is switched off, say nothing about a model and are not counted.</summary>
    internal void Record(string model, LaneEnded ended)
    {
        if (ended.State is not (LaneState.Finished or LaneState.Failed) || ended.Failure?.Kind is FailureKind.UnknownModel or FailureKind.ProviderOff)
        {
            return;
        }

        if (_records.Count >= MaxModels && !_records.ContainsKey(model))
        {
            return;
        }

        _records.GetOrAdd(model, static _ => new ModelRecord()).Add(ended, timeProvider.GetUtcNow());
        Interlocked.Increment(ref _version);
    }

    /// <summary>All models that were counted, by the id they were asked for.</summary>
    public IReadOnlyDictionary<string, ModelStatistic> Snapshot() =>
        _records.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToStatistic(), StringComparer.Ordinal);

    /// <summary>Takes over what an earlier process counted, for models that this one has not counted yet.</summary>
    internal void Restore(IReadOnlyDictionary<string, ModelStatistic> saved)
    {
        foreach (var (model, statistic) in saved.Take(MaxModels))
        {
            _records.TryAdd(model, new ModelRecord(statistic));
        }
    }
}
