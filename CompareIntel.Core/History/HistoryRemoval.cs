using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.History;

/// <summary>Deletes conversations so that nobody finds them any more, running ones included, and brings them back.</summary>
public sealed class HistoryRemoval
{
    private readonly ComparisonHistory _history;
    private readonly LiveComparisons _comparisons;

    public HistoryRemoval(ComparisonHistory history, LiveComparisons comparisons)
    {
        _history = history;
        _comparisons = comparisons;
    }

    /// <summary>Stops what runs of these conversations, which keeps its text, and deletes them; until they are purged they can be brought back.</summary>
    /// <returns>The ids of those that the owner had.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(string ownerId, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var deleted = await _history.DeleteAsync(ownerId, ids, cancellationToken).ConfigureAwait(false);
        foreach (var id in await _history.ListTurnsAsync(deleted, cancellationToken).ConfigureAwait(false))
        {
            if (_comparisons.Find(id) is { } comparison)
            {
                await Task.WhenAll(comparison.Retries.Select(static retry => retry.Comparison.Id).Prepend(id).Select(_comparisons.StopAsync)).ConfigureAwait(false);
                _comparisons.Forget(id);
            }
        }

        return deleted;
    }

    /// <summary>Brings deleted conversations back.</summary>
    /// <returns>The ids of those that there were.</returns>
    public Task<IReadOnlyList<string>> RestoreAsync(string ownerId, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _history.RestoreAsync(ownerId, ids, cancellationToken);
}
