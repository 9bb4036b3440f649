using System.Diagnostics.Metrics;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;

namespace CompareIntel.Core.Telemetry;

/// <summary>
/// What is the case at the moment, read from those who know it when somebody asks, and how long storing takes. Measures from when it is made until the meter
/// factory is disposed of.
/// </summary>
public sealed class StateMeters : IDisposable
{
    private static readonly double[] s_commitSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Histogram<double> _commitDuration;
    private readonly StorageHealth _storage;

    public StateMeters(IMeterFactory meters, LiveComparisons comparisons, LaneGates gates, StorageHealth storage, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        var meter = meters.Create(EngineTelemetry.Name);
        meter.CreateObservableUpDownCounter("compareintel.comparisons.running", () => comparisons.RunningCount, "{comparison}", "Comparisons that run.");
        meter.CreateObservableUpDownCounter(
            "compareintel.comparison.readers", () => comparisons.Running.Sum(static comparison => comparison.Log.ReaderCount), "{reader}", "Pages, streams and others that read the logs of comparisons that run.");
        meter.CreateObservableUpDownCounter("compareintel.lanes.running", () => Of(gates, static load => load.Running), "{lane}", "Lanes that their provider's gate has let in.");
        meter.CreateObservableUpDownCounter("compareintel.lanes.queued", () => Of(gates, static load => load.Waiting), "{lane}", "Lanes that wait for their provider's gate.");
        meter.CreateObservableGauge("compareintel.lanes.limit", () => Of(gates, static load => load.Capacity), "{lane}", "Lanes that may run at once, for providers with a limit.");
        meter.CreateObservableGauge("compareintel.storage.backlog", () => storage.BacklogBytes, "By", "What is not stored yet, about, as memory that it takes.");
        meter.CreateObservableGauge(
            "compareintel.storage.behind", () => storage.Trouble is { } trouble ? (timeProvider.GetUtcNow() - trouble.Since).TotalSeconds : 0, "s", "For how long storing has been failing or slow; 0 while it is not.");
        _commitDuration = meter.CreateHistogram(
            "compareintel.storage.commit.duration", "s", "How long it took to store what was new, with the commit.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_commitSeconds });
        storage.Stored += OnStored;
    }

    public void Dispose() => _storage.Stored -= OnStored;

    private void OnStored(StorageRound round)
    {
        if (round.IsComplete)
        {
            _commitDuration.Record(round.Took.TotalSeconds);
        }
        else
        {
            _commitDuration.Record(round.Took.TotalSeconds, new KeyValuePair<string, object?>(TelemetryTags.ErrorType, "storage"));
        }
    }

    private static IEnumerable<Measurement<long>> Of(LaneGates gates, Func<GateLoad, int?> value)
    {
        foreach (var load in gates.Loads)
        {
            if (value(load) is { } known)
            {
                yield return new Measurement<long>(known, new KeyValuePair<string, object?>(TelemetryTags.Provider, load.Provider));
            }
        }
    }
}
