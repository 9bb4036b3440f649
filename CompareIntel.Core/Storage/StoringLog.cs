using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Storage;

/// <summary>A comparison that is being stored, and how far that has come. Used by one thread at a time.</summary>
/// <param name="comparison">The comparison.</param>
/// <param name="place">Its place among all that are stored, in the order in which they were started.</param>
internal sealed class StoringLog(LiveComparison comparison, long place)
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveComparison Comparison { get; } = comparison;

    public long Place { get; } = place;

    /// <summary>Names its conversation, until that turns out to be deleted.</summary>
    public string ConversationId { get; } = ComparisonRows.ConversationOf(comparison);

    /// <summary>Ends when all of it is stored, or when it no longer has to be.</summary>
    public Task Stored => _stored.Task;

    /// <summary>Its row; null while it has none.</summary>
    public long? Number { get; private set; }

    /// <summary>Sequence number of the last event that is stored.</summary>
    public long Position { get; private set; }

    /// <summary>About how many bytes the log took when it was stored last.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Whether the last attempt to store it broke off, so that nobody knows how far it came.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Failures in a row that only this one has had.</summary>
    public int OwnFailures { get; set; }

    /// <summary>It is not stored before this time stamp.</summary>
    public long NotBefore { get; set; }

    public bool IsDone => _stored.Task.IsCompleted;

    public bool HasNew => !IsDone && (Number is null || Comparison.Log.Has(Position + 1));

    /// <summary>It, and all up to this event, is in the database.</summary>
    public void Advance(long number, long position)
    {
        Number = number;
        Position = position;
        StoredBytes = Comparison.Log.ApproximateBytes;
        if (Comparison.Log.EndSequence is > 0 and var end && position >= end)
        {
            Finish();
        }
    }

    public void Finish() => _stored.TrySetResult();
}
