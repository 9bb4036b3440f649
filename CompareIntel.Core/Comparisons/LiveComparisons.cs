using System.Collections.Concurrent;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Conversations;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// The comparisons that this process runs, and those that are stored. A comparison runs on whether or not anyone reads it; only
/// <see cref="StopAsync"/> and <see cref="StopLaneAsync"/> end it early, and they cancel the provider calls themselves.
/// </summary>
/// <remarks>An ended comparison leaves memory once it is stored and others need the room. Whoever still holds it goes on sharing it with all who look for it.</remarks>
public sealed class LiveComparisons : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LiveComparison> _comparisons = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _endedIds = new();
    private readonly ConcurrentDictionary<string, WeakReference<LiveComparison>> _released = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<LiveComparison?>>> _loading = new(StringComparer.Ordinal);
    private readonly ComparisonEngine _engine;
    private readonly IOptionsMonitor<ComparisonOptions> _options;
    private readonly TimeProvider _timeProvider;
    private readonly IComparisonArchive? _archive;
    private readonly RuntimeSwitches? _switches;
    private long _endedBytes;
    private int _running;
    private volatile bool _closed;

    /// <summary>Without an <paramref name="archive"/> an ended comparison that has to leave memory is gone; without <paramref name="switches"/> none is ever on.</summary>
    public LiveComparisons(
        ComparisonEngine engine, IOptionsMonitor<ComparisonOptions> options, TimeProvider timeProvider, IComparisonArchive? archive = null, RuntimeSwitches? switches = null)
    {
        _archive = archive;
        _switches = switches;
        _engine = engine;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>Comparisons that run now.</summary>
    public int RunningCount => Volatile.Read(ref _running);

    /// <summary>Those that run now, the oldest first; retries are among them.</summary>
    public IReadOnlyList<LiveComparison> Running => [.. _comparisons.Values.Where(static comparison => !comparison.Log.IsEnded).OrderBy(static comparison => comparison.CreatedAt)];

    /// <summary>Starts a comparison; every lane has been started, or queued, when this returns.</summary>
    /// <exception cref="ArgumentException">The prompt is blank, or there are no lanes or too many.</exception>
    /// <exception cref="TooManyComparisonsException">As many run as may run, or the server is going down or takes no new ones.</exception>
    public LiveComparison Start(ComparisonRequest request, ComparisonOrigin? origin = null) => Start(request, origin ?? ComparisonOrigin.None, first: null, []);

    private LiveComparison Start(ComparisonRequest request, ComparisonOrigin origin, LiveComparison? first, IReadOnlyList<int> retriedLanes)
    {
        var switches = _switches?.Current ?? SwitchSettings.None;
        if (switches.IsDraining)
        {
            throw new TooManyComparisonsException("No new comparisons are taken for now, because of maintenance. Those that run go on. Try again later.");
        }

        if (switches.IsSequential)
        {
            request = request with { IsSequential = true };
        }

        var limit = _options.CurrentValue.MaxRunning;
        if (Interlocked.Increment(ref _running) > limit || _closed)
        {
            Interlocked.Decrement(ref _running);
            throw new TooManyComparisonsException(_closed ? "The server is going down. Try again in a moment." : $"{limit} comparisons are running, which is the limit. Try again in a moment.");
        }

        try
        {
            var run = _engine.Prepare(request, origin.ConversationId);
            var comparison = new LiveComparison(request, origin, run, _timeProvider.GetUtcNow()) { First = first, RetriedLanes = retriedLanes };
            _comparisons[comparison.Id] = comparison;
            comparison.Start(started => _archive?.Add(started) ?? Task.CompletedTask, FollowAsync);
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

        return comparison.TryRetry(
            lanes,
            () => Start(comparison.Request with { Lanes = [.. lanes.Select(lane => Again(comparison, lane, model))] }, comparison.Origin, comparison, lanes));
    }

    /// <summary>Takes in a comparison that ended elsewhere, with its retries, as if it had run here. <see cref="LiveComparison.Stored"/> says when it is stored.</summary>
    /// <exception cref="ArgumentException">It has not ended, or there is one with its id.</exception>
    public void Adopt(LiveComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var all = comparison.Retries.Select(static retry => retry.Comparison).Prepend(comparison).ToList();
        if (!all.TrueForAll(item => item.Log.IsEnded && Find(item.Id) is null))
        {
            throw new ArgumentException("Only a comparison that has ended and is not here yet can be taken in.", nameof(comparison));
        }

        foreach (var item in all)
        {
            _comparisons[item.Id] = item;
            item.Store(stored => _archive?.Add(stored) ?? Task.CompletedTask);
        }

        all.ForEach(Keep);
    }

    /// <summary>The comparison with this id, running or ended, that is in memory; null when there is none.</summary>
    public LiveComparison? Find(string id) =>
        _comparisons.TryGetValue(id, out var comparison) || (_released.TryGetValue(id, out var released) && released.TryGetTarget(out comparison)) ? comparison : null;

    /// <summary>The comparison with this id, running, ended or stored; null when there is none. Everyone who looks for it gets the same object.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached or read; the message says what to do.</exception>
    public async ValueTask<LiveComparison?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var comparison = Find(id);
        if (comparison is not null || _archive is null)
        {
            return comparison;
        }

        // Loaded once for all who wait for it, so it ends with the last of them or not at all.
        var loading = _loading.GetOrAdd(id, key => new Lazy<Task<LiveComparison?>>(() => LoadAsync(key)));
        try
        {
            return await loading.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (loading.Value.IsCompleted)
            {
                _loading.TryRemove(KeyValuePair.Create(id, loading));
            }
        }
    }

    /// <summary>The conversation that a comparison belongs to, with all turns that run or are kept.</summary>
    /// <exception cref="IOException">The storage can't be reached or read; the message says what to do.</exception>
    public async ValueTask<Conversation> ConversationOfAsync(LiveComparison comparison, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var id = comparison.Origin.ConversationId ?? comparison.Id;
        // What has just begun may not be stored yet, so memory is looked at too.
        var stored = _archive is null ? [] : await _archive.ListTurnsAsync(id, cancellationToken).ConfigureAwait(false);
        var live = _comparisons.Values.Append(comparison)
            .Where(other => other.First is null && (other.Origin.ConversationId ?? other.Id) == id)
            .Select(static other => new ConversationTurn(other.Id, other.Origin.ParentId, other.Request.Prompt, other.CreatedAt));
        return new Conversation(stored.Concat(live));
    }

    /// <summary>Stops every lane that runs and waits until all have ended. False when there is no such comparison.</summary>
    public async Task<bool> StopAsync(string id)
    {
        if (await FindAsync(id).ConfigureAwait(false) is not { } comparison)
        {
            return false;
        }

        await comparison.StopAsync(LaneCutoff.Stopped).ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops one lane and waits until it has ended. False when there is no such comparison or lane.</summary>
    public async Task<bool> StopLaneAsync(string id, int lane)
    {
        if (await FindAsync(id).ConfigureAwait(false) is not { } comparison || lane < 0 || lane >= comparison.Request.Lanes.Count)
        {
            return false;
        }

        await comparison.StopLaneAsync(lane).ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops the comparison if it runs, and removes it and what was run again of it, from storage too. False when there is no such comparison.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached or written; the message says what to do.</exception>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { First: null } comparison)
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

        var isRemoved = _archive is not null && await _archive.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        return TryForget(id) || isRemoved;
    }

    /// <summary>Lets go of a comparison whose place in storage has gone or is hidden, once it has ended and been stored, so that it is found no more here either.</summary>
    public void Forget(string id)
    {
        if (Find(id) is { } comparison)
        {
            _ = ForgetStoredAsync(comparison);
        }
    }

    private async Task ForgetStoredAsync(LiveComparison comparison)
    {
        foreach (var run in comparison.Retries.Select(static retry => retry.Comparison).Prepend(comparison))
        {
            await run.Followed.ConfigureAwait(false);
            await run.Stored.ConfigureAwait(false);
        }

        TryForget(comparison.Id);
    }

    /// <summary>
    /// Takes no more comparisons, lets those that run go on for at most <paramref name="grace"/>, then ends them as interrupted, and waits until all is stored.
    /// </summary>
    /// <param name="grace">How long lanes may go on.</param>
    /// <param name="cancellationToken">Gives up waiting; nothing that runs is left to itself by that, it ends as interrupted.</param>
    public async Task ShutDownAsync(TimeSpan grace, CancellationToken cancellationToken = default)
    {
        _closed = true;
        var running = _comparisons.Values.Where(static comparison => !comparison.Completion.IsCompleted).ToArray();
        try
        {
            await Task.WhenAll(running.Select(static comparison => comparison.Completion)).WaitAsync(grace, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What still runs is interrupted now.
        }

        await DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        _archive?.Flush();
        await Task.WhenAll(_comparisons.Values.Select(static comparison => comparison.Stored)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no more comparisons, ends all that run as interrupted, and waits for their ends, but not until they are stored.</summary>
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

    private async Task<LiveComparison?> LoadAsync(string id)
    {
        // Not the reader's token: another one may wait for the same.
        if (await _archive!.LoadAsync(id, CancellationToken.None).ConfigureAwait(false) is not { } comparison)
        {
            return null;
        }

        foreach (var loaded in comparison.Retries.Select(static retry => retry.Comparison).Prepend(comparison))
        {
            _comparisons[loaded.Id] = loaded;
            Keep(loaded);
        }

        return comparison;
    }

    private async Task FollowAsync(LiveComparison comparison)
    {
        await comparison.Completion.ConfigureAwait(false);
        Interlocked.Decrement(ref _running);
        Keep(comparison);
    }

    /// <summary>Books the memory that an ended comparison takes, and lets go of the oldest ones when it is too much.</summary>
    private void Keep(LiveComparison comparison)
    {
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
        for (var left = _endedIds.Count; left > 0 && Volatile.Read(ref _endedBytes) > limit && _endedIds.TryDequeue(out var oldest); left--)
        {
            Release(oldest);
        }
    }

    private void Release(string id)
    {
        if (_archive is null)
        {
            TryForget(id);
            return;
        }

        if (!_comparisons.TryGetValue(id, out var comparison))
        {
            return;
        }

        if (!IsStored(comparison))
        {
            // Nowhere else yet: its turn comes again.
            _endedIds.Enqueue(id);
            return;
        }

        foreach (var (goneId, _) in _released.Where(static released => !released.Value.TryGetTarget(out _)))
        {
            _released.TryRemove(goneId, out _);
        }

        foreach (var leaving in comparison.Retries.Select(static retry => retry.Comparison).Prepend(comparison))
        {
            _released[leaving.Id] = new WeakReference<LiveComparison>(leaving);
            _comparisons.TryRemove(leaving.Id, out _);
        }

        Interlocked.Add(ref _endedBytes, -comparison.Unbook());
    }

    private static bool IsStored(LiveComparison comparison) =>
        comparison.Stored.IsCompleted && comparison.Retries.All(static retry => retry.Comparison.Stored.IsCompleted);

    private bool TryForget(string id)
    {
        var isReleased = _released.TryRemove(id, out var released);
        if (!_comparisons.TryRemove(id, out var comparison))
        {
            if (isReleased && released!.TryGetTarget(out comparison))
            {
                ForgetRetries(comparison);
            }

            return isReleased;
        }

        ForgetRetries(comparison);
        Interlocked.Add(ref _endedBytes, -comparison.Unbook());
        return true;
    }

    private void ForgetRetries(LiveComparison comparison)
    {
        foreach (var retry in comparison.CloseRetries())
        {
            _comparisons.TryRemove(retry.Comparison.Id, out _);
            _released.TryRemove(retry.Comparison.Id, out _);
        }
    }
}
