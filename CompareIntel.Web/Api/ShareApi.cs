using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Sharing;
using Microsoft.AspNetCore.Mvc;

namespace CompareIntel.Web.Api;

/// <summary>What the page of a shared comparison fetches by itself: it may read answers that are another's.</summary>
internal static class ShareApi
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/shares/{token}/comparisons/{id}/lanes/{lane:int}/text", GetTextAsync).ExcludeFromDescription();

    private static async Task<IResult> GetTextAsync(
        string token, string id, int lane, string? format, [FromServices] ComparisonShares shares, [FromServices] LiveComparisons comparisons, CancellationToken cancellationToken)
    {
        if (await shares.FindComparisonAsync(token, cancellationToken) is not { } shared
            || await comparisons.FindAsync(shared, cancellationToken) is not { } comparison
            || comparison.Retries.Select(static retry => retry.Comparison).Prepend(comparison).FirstOrDefault(run => run.Id == id) is not { } found)
        {
            return Problems.NoComparison(id);
        }

        return ComparisonApi.TextOf(found, lane, format);
    }
}
