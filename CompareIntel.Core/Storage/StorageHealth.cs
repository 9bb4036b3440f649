namespace CompareIntel.Core.Storage;

/// <summary>Whether what happens is stored as it happens.</summary>
public sealed class StorageHealth
{
    private readonly Lock _lock = new();
    private volatile StorageTrouble? _trouble;

    /// <summary>What keeps the storage from being up to date; null while nothing does.</summary>
    public StorageTrouble? Trouble => _trouble;

    /// <summary><see cref="Trouble"/> has changed; raised on any thread. Handlers must not throw.</summary>
    public event Action? Changed;

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
