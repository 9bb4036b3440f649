using CompareIntel.Core.Conversations;

namespace CompareIntel.Core.Comparisons;

/// <summary>Keeps comparisons beyond this process's memory.</summary>
public interface IComparisonArchive
{
    /// <summary>
    /// Takes a comparison that is about to run, or one of its retries, and stores what happens in it until it has ended. Returns at once, whatever
    /// state the storage is in.
    /// </summary>
    /// <returns>Ends when all of the comparison is stored, its end included. Never fails: while the storage is down it waits.</returns>
    Task Add(LiveComparison comparison);

    /// <summary>Stores what there is now instead of waiting until it is worth a batch. Returns at once.</summary>
    void Flush();

    /// <summary>A stored comparison with its retries, all ended; null when there is none with this id that stands for itself.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached or read; the message says what to do.</exception>
    ValueTask<LiveComparison?> LoadAsync(string id, CancellationToken cancellationToken);

    /// <summary>The turns of a conversation that are stored, in no order, without what ran again; empty when there is no such conversation.</summary>
    /// <exception cref="IOException">The storage can't be reached or read; the message says what to do.</exception>
    ValueTask<IReadOnlyList<ConversationTurn>> ListTurnsAsync(string conversationId, CancellationToken cancellationToken);

    /// <summary>Removes a comparison that has ended, and its retries. False when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached or written; the message says what to do.</exception>
    ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
