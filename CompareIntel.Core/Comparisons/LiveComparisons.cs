using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// The comparisons of this process. A comparison runs on whether or not anyone reads it; only <see cref="StopAsync"/> and
/// <see cref="StopLaneAsync"/> end it early, and they cancel the provider calls themselves.
/// </summary>
public sealed class LiveComparisons : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LiveComparison> _comparisons = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _endedIds = new();
    private readonly ComparisonEngine _engine;
    private readonly IOptionsMonitor<ComparisonOptions> _options;
    private readonly TimeProvider _timeProvider;
    private long _endedBytes;
    private int _running;
    private volatile bool _closed;

    public LiveComparisons(ComparisonEngine engine, IOptionsMonitor<ComparisonOptions> options, TimeProvider timeProvider)
    {
        _engine = engine;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>Comparisons that run now.</summary>
    public int RunningCount => Volatile.Read(ref _running);

    /// <summary>Starts a comparison; every lane has been started, or queued, when this returns.</summary>
    /// <exception cref="ArgumentException">The prompt is blank, or there are no lanes or too many.</exception>
    /// <exception cref="TooManyComparisonsException">As many run as may run, or the server is going down.</exception>
    public LiveComparison Start(ComparisonRequest request) => Start(request, first: null);

    private LiveComparison Start(ComparisonRequest request, LiveComparison? first)
    {
        var limit = _options.CurrentValue.MaxRunning;
        if (Interlocked.Increment(ref _running) > limit || _closed)
        {
            Interlocked.Decrement(ref _running);
            throw new TooManyComparisonsException(_closed ? "The server is going down. Try again in a moment." : $"{limit} comparisons are running, which is the limit. Try again in a moment.");
        }

        try
        {
            var run = _engine.Prepare(request);
            var comparison = new LiveComparison(request, run, _timeProvider.GetUtcNow()) { First = first };
            _comparisons[comparison.Id] = comparison;
            comparison.Start(FollowAsync);
            if (_closed)
            {
                // The server began to go down after the first look.
                run.CutAll(LaneCutoff.Interrupted);
            }

            return comparison;
        }
        catch
        {
            Interlocked.Decrement(ref _running);
            throw;
        }
    }

    /// <summary>
    /// Runs ended lanes of a comparison again, all at once, with exactly what they were sent the first time. What they answered before stays as it is.
    /// </summary>
    /// <param name="id">The comparison that they belong to.</param>
    /// <param name="lanes">The lanes, each once, at least one.</param>
    /// <param name="model">The model to ask instead; null for the one that each lane was sent to last.</param>
    /// <returns>What runs now, or null when there is no such comparison or one of the lanes still runs.</returns>
    /// <exception cref="ArgumentException">No lanes, or one that the comparison does not have or that is named twice.</exception>
    /// <exception cref="TooManyComparisonsException">As many run as may run, or the server is going down.</exception>
    public LiveComparison? Retry(string id, IReadOnlyList<int> lanes, string? model = null)
    {
        if (Find(id) is not { } comparison)
        {
            return null;
        }

        if (lanes.Count == 0 || lanes.Distinct().Count() != lanes.Count || lanes.Any(lane => lane < 0 || lane >= comparison.Request.Lanes.Count))
        {
            throw new ArgumentException("Name at least one lane, each once, of those that the comparison has.", nameof(lanes));
        }

        return comparison.TryRetry(lanes, () => Start(comparison.Request with { Lanes = [.. lanes.Select(lane => Again(comparison, lane, model))] }, comparison));
    }

    /// <summary>The comparison with this id, running or ended and still kept; null when there is none.</summary>
    public LiveComparison? Find(string id) => _comparisons.GetValueOrDefault(id);

    /// <summary>Stops every lane that runs and waits until all have ended. False when there is no such comparison.</summary>
    public async Task<bool> StopAsync(string id)
    {
        if (Find(id) is not { } comparison)
        {
            return false;
        }

        await comparison.StopAsync(LaneCutoff.Stopped).ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops one lane and waits until it has ended. False when there is no such comparison or lane.</summary>
    public async Task<bool> StopLaneAsync(string id, int lane)
    {
        if (Find(id) is not { } comparison || lane < 0 || lane >= comparison.Request.Lanes.Count)
        {
            return false;
        }

        await comparison.StopLaneAsync(lane).ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops the comparison if it runs and forgets it, and what was run again of it. False when there is no such comparison.</summary>
    public async Task<bool> DeleteAsync(string id)
    {
        if (Find(id) is not { } comparison)
        {
            return false;
        }

        await comparison.StopAsync(LaneCutoff.Stopped).ConfigureAwait(false);
        await comparison.Followed.ConfigureAwait(false);
        foreach (var retry in comparison.CloseRetries())
        {
            await retry.Comparison.StopAsync(LaneCutoff.Stopped).ConfigureAwait(false);
            await retry.Comparison.Followed.ConfigureAwait(false);
        }

        return TryForget(id);
    }

    /// <summary>Takes no more comparisons, ends all that run as interrupted, and waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await Task.WhenAll(_comparisons.Values.Select(static comparison => comparison.StopAsync(LaneCutoff.Interrupted))).ConfigureAwait(false);
    }

    private static LaneRequest Again(LiveComparison comparison, int lane, string? model)
    {
        var (latest, own) = comparison.LatestTake(lane);
        var request = latest.Request.Lanes[own];
        return model is null ? request : request with { Model = model };
    }

    private async Task FollowAsync(LiveComparison comparison)
    {
        await comparison.Completion.ConfigureAwait(false);
        Interlocked.Decrement(ref _running);
        // A retry is kept as long as the comparison that shows it, and counts with it.
        var kept = comparison.First is { } first && _comparisons.ContainsKey(first.Id) ? first : comparison;
        var bytes = comparison.ApproximateBytes;
        kept.Book(bytes);
        Interlocked.Add(ref _endedBytes, bytes);
        if (ReferenceEquals(kept, comparison))
        {
            _endedIds.Enqueue(comparison.Id);
        }

        var limit = _options.CurrentValue.RetainedMegabytes * 1_000_000L;
        while (Volatile.Read(ref _endedBytes) > limit && _endedIds.TryDequeue(out var oldest))
        {
            TryForget(oldest);
        }
    }

    private bool TryForget(string id)
    {
        if (!_comparisons.TryRemove(id, out var comparison))
        {
            return false;
        }

        foreach (var retry in comparison.CloseRetries())
        {
            _comparisons.TryRemove(retry.Comparison.Id, out _);
        }

        Interlocked.Add(ref _endedBytes, -comparison.BookedBytes);
        return true;
    }
}
