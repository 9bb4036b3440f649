using System.Runtime.CompilerServices;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;

namespace CompareIntel.Core.Export;

/// <summary>An owner's comparisons, one after another, for a file that holds many of them.</summary>
public sealed class OwnedComparisons
{
    private readonly ComparisonHistory _history;
    private readonly LiveComparisons _comparisons;
    private readonly IComparisonArchive _archive;

    public OwnedComparisons(ComparisonHistory history, LiveComparisons comparisons, IComparisonArchive archive)
    {
        _history = history;
        _comparisons = comparisons;
        _archive = archive;
    }

    /// <summary>The ids of all turns of the conversations that the filter lets through, newest conversation first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string ownerId, HistoryFilter filter, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var slice = await _history.ListAsync(ownerId, filter, cursor, ComparisonHistory.MostEntries, cancellationToken).ConfigureAwait(false);
            ids.AddRange(await ListTurnsAsync(slice.Entries.Select(static entry => entry.Id).ToList(), cancellationToken).ConfigureAwait(false));
            cursor = slice.NextCursor;
        }
        while (cursor is not null);

        return ids;
    }

    /// <summary>The ids of all turns of those of these conversations that the owner has; a conversation's id is its first turn's.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string ownerId, IReadOnlyList<string> conversations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        var own = new List<string>();
        foreach (var id in conversations)
        {
            if (await _history.FindAsync(ownerId, id, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                own.Add(entry.Id);
            }
        }

        return await ListTurnsAsync(own, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads these, each when it is asked for, and keeps none. What was deleted meanwhile is passed over.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be read; the message says what to do.</exception>
    public async IAsyncEnumerable<LiveComparison> ReadAsync(IEnumerable<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((_comparisons.Find(id) ?? await _archive.LoadAsync(id, cancellationToken).ConfigureAwait(false)) is { } comparison)
            {
                yield return comparison;
            }
        }
    }

    private Task<IReadOnlyList<string>> ListTurnsAsync(List<string> conversations, CancellationToken cancellationToken) =>
        conversations.Count == 0 ? Task.FromResult<IReadOnlyList<string>>([]) : _history.ListTurnsAsync(conversations, cancellationToken);
}
