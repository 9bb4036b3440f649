using System.Text.Json;
using System.Threading.Channels;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Diagnostics;

/// <summary>
/// Keeps how watchers got comparisons. Nobody waits for it: what comes within half a second is written together, and what can't be written for half a minute
/// is dropped. It belongs to the comparison and goes with it.
/// </summary>
public sealed partial class WatchTimings(ComparisonDatabase database, TimeProvider timeProvider, ILogger<WatchTimings> logger) : BackgroundService
{
    /// <summary>Watchers of one comparison at most, those that come first.</summary>
    public const int MostPerComparison = 8;

    private const int MostWaiting = 1_000;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Takes what a watcher measured. Returns at once, and drops it when far too much waits.</summary>
    /// <param name="comparisonId">The comparison, or the retry.</param>
    /// <param name="timing">What was measured.</param>
    public void Keep(string comparisonId, WatchTiming timing) => _waiting.Writer.TryWrite(new Waiting(comparisonId, timing, timeProvider.GetTimestamp(), IsLate: false));

    /// <summary>What is kept of a comparison or a retry, in the order in which it was written; empty when nobody watched.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached; the message says what to do.</exception>
    public Task<IReadOnlyList<WatchTiming>> ListAsync(string comparisonId, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<WatchTiming>>(async () =>
    {
        if (_waiting.Reader.Count > 0)
        {
            // What was measured a moment ago is looked for too.
            await StoreAsync().ConfigureAwait(false);
        }

        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = await context.PageTimings.AsNoTracking()
            .Join(context.Comparisons.Where(row => row.Id == comparisonId), static row => row.ComparisonNumber, static row => row.Number, static (row, _) => row)
            .OrderBy(static row => row.Number)
            .Select(static row => row.Timing)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(static row => JsonSerializer.Deserialize(row, RunJsonContext.Default.WatchTiming)!)];
    });

    /// <summary>Writes what still waits. A host that is disposed of without having been stopped, as one whose port is taken, writes nothing more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await StoreAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _gate.Dispose();
    }

    /// <summary>Writes what waits.</summary>
    internal async Task StoreAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        var waiting = new List<Waiting>();
        try
        {
            while (_waiting.Reader.TryRead(out var one))
            {
                waiting.Add(one);
            }

            if (waiting.Count > 0)
            {
                await StorageFaults.GuardAsync(async () => await StoreAsync(waiting).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (StorageUnavailableException exception)
        {
            if (waiting.Exists(static one => !one.IsLate))
            {
                LogNotStored(exception);
            }

            waiting.ForEach(TryLater);
        }
        finally
        {
            _gate.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.Delay(s_interval, timeProvider, stoppingToken).ConfigureAwait(false);
                await StoreAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed of without having been stopped would call this a failure.
        }
    }

    private async Task<int> StoreAsync(List<Waiting> waiting)
    {
        string[] ids = [.. waiting.Select(static one => one.ComparisonId).Distinct()];
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var known = await context.Comparisons
            .Where(row => ids.Contains(row.Id))
            .Select(row => new { row.Id, row.Number, Kept = context.PageTimings.Count(timing => timing.ComparisonNumber == row.Number) })
            .ToDictionaryAsync(static row => row.Id, StringComparer.Ordinal).ConfigureAwait(false);
        var room = known.ToDictionary(static row => row.Key, static row => MostPerComparison - row.Value.Kept, StringComparer.Ordinal);
        var later = new List<Waiting>();
        foreach (var one in waiting)
        {
            if (!known.TryGetValue(one.ComparisonId, out var comparison))
            {
                // Its comparison is still to be stored, or was deleted meanwhile.
                later.Add(one);
            }
            else if (room[one.ComparisonId]-- > 0)
            {
                context.PageTimings.Add(new StoredPageTiming { ComparisonNumber = comparison.Number, Timing = JsonSerializer.Serialize(one.Timing, RunJsonContext.Default.WatchTiming) });
            }
        }

        var stored = await context.SaveChangesAsync().ConfigureAwait(false);
        // Not before: when the rest can't be stored, all are put back.
        later.ForEach(TryLater);
        return stored;
    }

    private void TryLater(Waiting one)
    {
        if (timeProvider.GetElapsedTime(one.Since) < s_longestWait)
        {
            _waiting.Writer.TryWrite(one with { IsLate = true });
        }
    }

    [LoggerMessage(1330, LogLevel.Warning, "How pages got their comparisons can't be stored for now")]
    private partial void LogNotStored(Exception exception);

    private sealed record Waiting(string ComparisonId, WatchTiming Timing, long Since, bool IsLate);
}
