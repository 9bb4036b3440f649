using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Ownership;

namespace CompareIntel.Web.Hosting.Ownership;

/// <summary>Comparisons as one caller sees them: what is another's is not there.</summary>
public sealed class OwnComparisons(LiveComparisons comparisons, ComparisonOwners owners)
{
    /// <summary>The comparison with this id, running, ended or stored; null when there is none, or none that the caller may open.</summary>
    /// <param name="id">The comparison's id.</param>
    /// <param name="callerId">The caller's owner id; null for one without a cookie.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The storage can't be reached or read; the message says what to do.</exception>
    public async ValueTask<LiveComparison?> FindAsync(string id, string? callerId, CancellationToken cancellationToken = default) =>
        await comparisons.FindAsync(id, cancellationToken) is { } comparison && await owners.MayOpenAsync(comparison.Origin.OwnerId, callerId, cancellationToken)
            ? comparison
            : null;
}
