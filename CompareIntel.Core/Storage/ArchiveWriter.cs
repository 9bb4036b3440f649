using System.Collections.Concurrent;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Storage;

/// <summary>
/// The one writer of a process: follows the logs of all comparisons that run and stores what is new in them, about every 250 ms, or earlier when much is.
/// Lanes never wait for it. What can't be stored stays in the logs, and is stored as soon as that is possible again.
/// </summary>
internal sealed partial class ArchiveWriter : IAsyncDisposable
{
    // Bytes of memory that about 64 KB of stored events take: a delta's place and its text as UTF-16.
    private const long EarlyBytes = 4 * 64 * 1024;
    private const int MaxTransactionBytes = 8_000_000;

    // What has ended is made findable, which takes some milliseconds each. When many end in the same moment their last words have not all been shown yet: the
    // others are left to the next rounds, before each of which there is a rest of so many times as long as the last one took.
    private const int MostEndsOfRound = 4;
    private const int RestFactor = 3;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_firstBackOff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestBackOff = TimeSpan.FromSeconds(5);

    private readonly ComparisonDatabase _database;
    private readonly StorageHealth _health;
    private readonly HistoryChanges _changes;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, StoringLog> _logs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _signal = new(0);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly EventCodec.EventWriter _events = new();
    private readonly ITimer _ticks;
    private readonly ITimer _slowness;
    private readonly Task _loop;
    private long _added;
    private int _fresh;
    private int _flush;
    private long _lastRound;
    private bool _hasMore;
    private long _moreFrom;
    private long _notBefore;
    private int _failures;
    private volatile bool _isStoring;

    public ArchiveWriter(ComparisonDatabase database, StorageHealth health, HistoryChanges changes, TimeProvider timeProvider, ILogger logger)
    {
        _database = database;
        _health = health;
        _changes = changes;
        _timeProvider = timeProvider;
        _logger = logger;
        _ticks = timeProvider.CreateTimer(static state => ((ArchiveWriter)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _slowness = timeProvider.CreateTimer(static state => ((ArchiveWriter)state!).OnSlow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        health.ReadBacklogFrom(ReadBacklog);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Takes a log. Ends when all of it is stored.</summary>
    public Task Add(LiveComparison comparison)
    {
        var log = new StoringLog(comparison, Interlocked.Increment(ref _added));
        _logs[comparison.Id] = log;
        Interlocked.Exchange(ref _fresh, 1);
        Wake();
        return log.Stored;
    }

    /// <summary>Stores what there is without waiting for the next batch, and without waiting until a trouble may be over.</summary>
    public void Flush()
    {
        Interlocked.Exchange(ref _flush, 1);
        Wake();
    }

    /// <summary>
    /// Runs <paramref name="work"/> while nothing is written; afterwards this comparison and its retries are stored no more. What is new in them is stored before,
    /// because how their lanes ended outlives them.
    /// </summary>
    public async Task RemoveAsync(string id, Func<Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var going = _logs.Values.Where(log => log.Comparison.Id == id || log.Comparison.First?.Id == id).OrderBy(static log => log.Place).ToList();
            await Task.Factory.StartNew(() => StoreTogether(going.Where(static log => log.HasNew)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            await work().ConfigureAwait(false);
            foreach (var log in going)
            {
                log.Finish();
                _logs.TryRemove(log.Comparison.Id, out _);
            }

            if (_logs.IsEmpty)
            {
                Note(null);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stores what there is once more, if that is possible, and no more after that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await _ticks.DisposeAsync().ConfigureAwait(false);
        await _slowness.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
        _signal.Dispose();
        _gate.Dispose();
    }

    private void Wake()
    {
        // One signal says all there is to say.
        if (_signal.CurrentCount == 0)
        {
            try
            {
                _signal.Release();
            }
            catch (ObjectDisposedException)
            {
                // The last tick of a writer that has ended.
            }
        }
    }

    private async Task RunAsync()
    {
        var isTicking = false;
        while (true)
        {
            try
            {
                await _signal.WaitAsync(_ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await RoundAsync(long.MaxValue).ConfigureAwait(false);
                return;
            }

            if (isTicking != !_logs.IsEmpty)
            {
                isTicking = !isTicking;
                var period = isTicking ? s_tick : Timeout.InfiniteTimeSpan;
                _ticks.Change(period, period);
            }

            var now = _timeProvider.GetTimestamp();
            var isFlush = Interlocked.Exchange(ref _flush, 0) == 1;
            if (!isFlush && (now < _notBefore || !IsWorthARound(now)))
            {
                continue;
            }

            Interlocked.Exchange(ref _fresh, 0);
            _lastRound = now;
            await RoundAsync(isFlush ? long.MaxValue : now).ConfigureAwait(false);
        }
    }

    private bool IsWorthARound(long now)
    {
        if (_hasMore)
        {
            return now >= _moreFrom;
        }

        var rested = _timeProvider.GetElapsedTime(_lastRound, now);
        if (rested >= s_interval || (Volatile.Read(ref _fresh) == 1 && rested >= s_tick))
        {
            return true;
        }

        return ReadBacklog() >= EarlyBytes;
    }

    private long ReadBacklog()
    {
        var bytes = 0L;
        foreach (var (_, log) in _logs)
        {
            bytes += log.Comparison.Log.ApproximateBytes - log.StoredBytes;
        }

        return bytes;
    }

    private async Task RoundAsync(long now)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var due = TakeDue(now);
            if (due.Count == 0)
            {
                return;
            }

            var backlog = due.Sum(static log => log.Comparison.Log.ApproximateBytes - log.StoredBytes);
            var started = _timeProvider.GetTimestamp();
            _isStoring = true;
            _slowness.Change(s_slow, Timeout.InfiniteTimeSpan);
            // A thread of its own: a disk that hangs must not take one from the pool, where the lanes run.
            var fault = await Task.Factory.StartNew(() => Store(due), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            _isStoring = false;
            _slowness.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var took = _timeProvider.GetElapsedTime(started);
            var pause = RestFactor * took;
            _moreFrom = After(pause < s_tick ? s_tick : pause < s_interval ? pause : s_interval);
            _health.Note(new StorageRound(_timeProvider.GetUtcNow(), took, due.Count, backlog, fault is null));
            foreach (var done in due.Where(static log => log.IsDone))
            {
                _logs.TryRemove(KeyValuePair.Create(done.Comparison.Id, done));
            }

            Note(fault);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What is to be stored now, in the order of the starts. What goes on from a comparison that is left for later is left too.</summary>
    /// <param name="now">A time stamp; the greatest for all that there is.</param>
    private List<StoringLog> TakeDue(long now)
    {
        var due = new List<StoringLog>();
        var left = new HashSet<string>(StringComparer.Ordinal);
        var ends = 0;
        foreach (var log in _logs.Values.Where(log => log.HasNew && log.NotBefore <= now).OrderBy(static log => log.Place))
        {
            var isEnd = log.Comparison is { RanHere: true, Log.IsEnded: true } && now < long.MaxValue;
            if (left.Contains(log.ConversationId) || (isEnd && ends == MostEndsOfRound))
            {
                left.Add(log.ConversationId);
                continue;
            }

            ends += isEnd ? 1 : 0;
            due.Add(log);
        }

        _hasMore = left.Count > 0;
        return due;
    }

    /// <summary>Stores all that is new in these; what kept it from that, or null.</summary>
    private Exception? Store(List<StoringLog> due)
    {
        // One that has failed by itself must not take the others with it again.
        var fault = StoreTogether(due.Where(static log => log.OwnFailures == 0));
        if (fault is not null && !StorageFaults.IsOfOneRow(fault))
        {
            return fault;
        }

        var alone = due.Where(log => log.HasNew && (log.OwnFailures > 0 || fault is not null)).ToArray();
        fault = null;
        foreach (var log in alone)
        {
            if (StoreTogether([log]) is not { } ownFault)
            {
                log.OwnFailures = 0;
                continue;
            }

            fault = ownFault;
            if (!StorageFaults.IsOfOneRow(ownFault))
            {
                return ownFault;
            }

            log.OwnFailures++;
            log.NotBefore = After(BackOff(log.OwnFailures));
        }

        return fault;
    }

    private bool IsPending(string id) => _logs.TryGetValue(id, out var log) && log.Number is null;

    private Exception? StoreTogether(IEnumerable<StoringLog> logs)
    {
        var rest = new LinkedList<StoringLog>(logs);
        var pieces = new List<StoringPiece>();
        try
        {
            while (rest.Count > 0)
            {
                pieces.Clear();
                var bytes = 0;
                using var context = _database.CreateContext();
                using var transaction = context.Database.BeginTransaction();
                while (bytes < MaxTransactionBytes && rest.First is { Value: var log })
                {
                    rest.RemoveFirst();
                    if (log.IsUncertain && !TryFind(context, log))
                    {
                        continue;
                    }

                    var piece = StoringPiece.Take(log, _events);
                    bytes += piece.Bytes;
                    pieces.Add(piece);
                    piece.AddRows(context, IsPending);
                    if (log.Comparison.Log.IsEnded && !piece.HasEnd)
                    {
                        // What goes on from it comes behind all of it.
                        break;
                    }
                }

                context.SaveChanges();
                foreach (var piece in pieces)
                {
                    piece.UpdateRows(context);
                }

                transaction.Commit();
                foreach (var piece in pieces)
                {
                    piece.Committed();
                    if (piece.IsNewsForLists && piece.Log.Comparison.Origin.OwnerId is { } owner)
                    {
                        _changes.Raise(owner);
                    }

                    if (piece.Log.Comparison.Log.IsEnded && piece.Log.HasNew)
                    {
                        // It was more than one piece.
                        rest.AddFirst(piece.Log);
                    }
                }
            }

            return null;
        }
        catch (Exception exception)
        {
            _events.Clear();
            foreach (var piece in pieces)
            {
                piece.Log.IsUncertain = true;
            }

            return exception;
        }
    }

    /// <summary>Looks up how far a log was stored by an attempt whose outcome is not known. False when there is nothing left to do for it.</summary>
    private static bool TryFind(ComparisonDbContext context, StoringLog log)
    {
        var row = context.Comparisons
            .Where(row => row.Id == log.Comparison.Id)
            .Select(static row => new { row.Number, Last = row.Segments.OrderByDescending(static segment => segment.FirstSequence).FirstOrDefault() })
            .AsNoTracking()
            .FirstOrDefault();
        log.IsUncertain = false;
        if (row is not null)
        {
            log.Advance(row.Number, row.Last is null ? 0 : row.Last.FirstSequence + EventCodec.Decode(row.Last.Data, row.Last.FirstSequence).Count - 1);
        }
        else if (log.Number is not null)
        {
            // It was stored and has been deleted since.
            log.Finish();
        }

        return log.HasNew;
    }

    private void Note(Exception? fault)
    {
        if (fault is null)
        {
            if (_logs.Values.Any(static log => log.OwnFailures > 0))
            {
                return;
            }

            _failures = 0;
            _notBefore = 0;
            if (_health.Recover() is { } before)
            {
                LogRecovered(_logger, (_timeProvider.GetUtcNow() - before.Since).TotalSeconds);
            }

            return;
        }

        if (!StorageFaults.IsOfOneRow(fault))
        {
            _notBefore = After(BackOff(++_failures));
        }

        if (_health.Worsen(StorageFaults.Describe(fault), _timeProvider.GetUtcNow()))
        {
            LogBehind(_logger, fault);
        }
    }

    private void OnSlow()
    {
        if (_isStoring && _health.Worsen("The storage is slow.", _timeProvider.GetUtcNow()))
        {
            LogSlow(_logger, s_slow.TotalSeconds);
        }
    }

    private static TimeSpan BackOff(int failures) =>
        failures > 5 ? s_longestBackOff : TimeSpan.FromTicks(Math.Min(s_longestBackOff.Ticks, s_firstBackOff.Ticks << (failures - 1)));

    private long After(TimeSpan time) => _timeProvider.GetTimestamp() + (long)(time.TotalSeconds * _timeProvider.TimestampFrequency);

    [LoggerMessage(1300, LogLevel.Error, "What happens can't be stored for now. Comparisons go on; it is tried again until it works")]
    private static partial void LogBehind(ILogger logger, Exception fault);

    [LoggerMessage(1301, LogLevel.Warning, "Storing takes more than {Seconds} s. Comparisons go on and are stored later")]
    private static partial void LogSlow(ILogger logger, double seconds);

    [LoggerMessage(1302, LogLevel.Information, "All that happened is stored again, after {Seconds:0.0} s")]
    private static partial void LogRecovered(ILogger logger, double seconds);
}
