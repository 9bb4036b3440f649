using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Sharing;

namespace CompareIntel.Web.Hosting.Ownership;

/// <summary>Comparisons as those see them who were given a link, whoever they are.</summary>
public sealed class SharedComparisons(LiveComparisons comparisons, ComparisonShares shares)
{
    /// <summary>Where the page of a link is, before the token.</summary>
    public const string PagePath = "/s";

    /// <summary>The comparison of a link, running, ended or stored; null when the link does not work, or no more.</summary>
    /// <exception cref="IOException">The storage can't be reached or read; the message says what to do.</exception>
    public async ValueTask<LiveComparison?> FindAsync(string token, CancellationToken cancellationToken = default) =>
        await shares.FindComparisonAsync(token, cancellationToken) is { } id ? await comparisons.FindAsync(id, cancellationToken) : null;
}
