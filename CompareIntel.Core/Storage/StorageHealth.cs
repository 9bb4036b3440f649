namespace CompareIntel.Core.Storage;

/// <summary>Whether what happens is stored as it happens.</summary>
public sealed class StorageHealth
{
    private readonly Lock _lock = new();
    private volatile StorageTrouble? _trouble;
    private volatile StorageRound? _lastRound;
    private Func<long>? _backlog;

    /// <summary>The last time that something was stored; null before the first one.</summary>
    public StorageRound? LastRound => _lastRound;

    /// <summary>What keeps the storage from being up to date; null while nothing does.</summary>
    public StorageTrouble? Trouble => _trouble;

    /// <summary>What is not stored yet, about, as memory that it takes. Costs time with the number of comparisons that are being stored.</summary>
    public long BacklogBytes => Volatile.Read(ref _backlog)?.Invoke() ?? 0;

    /// <summary>Something was stored, or could not be; raised on any thread. Handlers must not throw.</summary>
    public event Action<StorageRound>? Stored;

    /// <summary><see cref="Trouble"/> has changed; raised on any thread. Handlers must not throw.</summary>
    public event Action? Changed;

    /// <summary>Where <see cref="BacklogBytes"/> is read.</summary>
    internal void ReadBacklogFrom(Func<long> backlog) => Volatile.Write(ref _backlog, backlog);

    internal void Note(StorageRound round)
    {
        _lastRound = round;
        Stored?.Invoke(round);
    }

    /// <summary>True when it was healthy before.</summary>
    internal bool Worsen(string message, DateTimeOffset now)
    {
        bool isNew;
        lock (_lock)
        {
            var before = _trouble;
            if (before?.Message == message)
            {
                return false;
            }

            isNew = before is null;
            _trouble = new StorageTrouble(before?.Since ?? now, message);
        }

        Changed?.Invoke();
        return isNew;
    }

    /// <summary>What there was until now; null when it was healthy.</summary>
    internal StorageTrouble? Recover()
    {
        StorageTrouble? before;
        lock (_lock)
        {
            before = _trouble;
            _trouble = null;
        }

        if (before is not null)
        {
            Changed?.Invoke();
        }

        return before;
    }
}

/// <summary>Once that the writer stored what was new.</summary>
/// <param name="At">When it was done.</param>
/// <param name="Took">What it took, with the commit.</param>
/// <param name="Comparisons">How many comparisons had something new.</param>
/// <param name="BacklogBytes">About what there was to store, as memory that the events take.</param>
/// <param name="IsComplete">Whether all of it was stored.</param>
public sealed record StorageRound(DateTimeOffset At, TimeSpan Took, int Comparisons, long BacklogBytes, bool IsComplete);
