using System.Globalization;
using CompareIntel.Benchmarks.Client;

namespace CompareIntel.Benchmarks.Soak;

/// <summary>So many comparisons at a time, each followed by the next, until the time is over.</summary>
internal sealed class SoakLoad(ComparisonClient product, SoakOptions options)
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    private readonly string[] _models = [.. Enumerable.Range(0, options.Lanes).Select(static lane => string.Create(CultureInfo.InvariantCulture, $"m{lane}"))];
    private int _ended;
    private int _faults;
    private string? _firstFault;

    /// <summary>Comparisons that ended so far.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Of those, how many failed or had a text that was not exact.</summary>
    public int Faults => Volatile.Read(ref _faults);

    public string? FirstFault => Volatile.Read(ref _firstFault);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = s_time.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, options.Comparisons).Select(_ => RunOneAfterAnotherAsync(startedAt, cancellationToken)));
    }

    private async Task RunOneAfterAnotherAsync(long startedAt, CancellationToken cancellationToken)
    {
        while (s_time.GetElapsedTime(startedAt).TotalMinutes < options.Minutes)
        {
            var record = await product.RunAsync(_models, options.Deltas, options.ComparisonLimit, cancellationToken);
            if (FaultOf(record) is { } fault)
            {
                Interlocked.CompareExchange(ref _firstFault, fault, null);
                Interlocked.Increment(ref _faults);
            }

            Interlocked.Increment(ref _ended);
        }
    }

    private string? FaultOf(ComparisonRecord record) =>
        record.Fault ?? record.Lanes.Select(static lane => lane.Error).FirstOrDefault(static error => error is not null)
        ?? (record.Lanes.All(lane => lane.IsExact(options.Deltas)) ? null : "a text was not exact");
}
