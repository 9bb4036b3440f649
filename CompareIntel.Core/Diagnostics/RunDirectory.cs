using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Diagnostics;

/// <summary>A stored comparison in the list of all owners', without a word of it.</summary>
/// <param name="Number">Counts up in the order in which they were started.</param>
/// <param name="Id">Its id.</param>
/// <param name="FirstId">The comparison whose lanes it ran again; null for one that stands for itself.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Duration">Null while it runs.</param>
/// <param name="State">How it ended.</param>
/// <param name="Lanes">Models and states in lane order.</param>
public sealed record RunEntry(long Number, string Id, string? FirstId, DateTimeOffset CreatedAt, TimeSpan? Duration, ComparisonState State, IReadOnlyList<RunEntryLane> Lanes);

/// <summary>A lane of a <see cref="RunEntry"/>.</summary>
public sealed record RunEntryLane(string Model, LaneState State);

/// <summary>
/// All owners' comparisons, for administrators: which there are and how they went, never what was asked or answered. Those that their owners deleted are not
/// there. Every method throws <see cref="StorageUnavailableException"/> when the storage can't be reached.
/// </summary>
public sealed class RunDirectory(ComparisonDatabase database, LiveComparisons comparisons)
{
    /// <summary>The newest first; what has just been started may come a moment later.</summary>
    /// <param name="idPrefix">Only those whose ids begin like this; empty for all.</param>
    /// <param name="before">Only those with a smaller number.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<RunEntry>> ListAsync(string idPrefix, long before, int limit, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<RunEntry>>(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = context.Comparisons.AsNoTracking().Where(row => row.Number < before && row.DeletedAt == null);
        if (idPrefix.Length > 0)
        {
            rows = rows.Where(row => row.Id.StartsWith(idPrefix));
        }

        var found = await rows
            .OrderByDescending(static row => row.Number)
            .Take(limit)
            .Select(static row => new
            {
                row.Number,
                row.Id,
                row.FirstId,
                row.CreatedAt,
                row.EndedAt,
                row.State,
                Lanes = row.Lanes.OrderBy(static lane => lane.Lane).Select(static lane => new RunEntryLane(lane.Model, lane.State)).ToList(),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. found.Select(static row => new RunEntry(row.Number, row.Id, row.FirstId, row.CreatedAt, row.EndedAt - row.CreatedAt, row.State, row.Lanes))];
    });

    /// <summary>The comparison or the retry with this id, running, ended or stored; null when there is none.</summary>
    public async Task<LiveComparison?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await comparisons.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } comparison)
        {
            return comparison;
        }

        // A retry is loaded with the comparison that it belongs to.
        var firstId = await StorageFaults.GuardAsync(async () =>
        {
            var context = database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            return await context.Comparisons.Where(row => row.Id == id).Select(static row => row.FirstId).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var first = firstId is null ? null : await comparisons.FindAsync(firstId, cancellationToken).ConfigureAwait(false);
        return first?.Retries.Select(static retry => retry.Comparison).FirstOrDefault(retry => retry.Id == id);
    }
}
