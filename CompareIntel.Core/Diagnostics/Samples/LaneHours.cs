using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>
/// Adds samples up by hour, provider, model and release, each exactly once whatever happens meanwhile: a sample is marked in the transaction that adds it. So
/// whatever is asked of a time costs what its hours cost, not its lanes. Thread-safe.
/// </summary>
public sealed class LaneHours(ComparisonDatabase database) : IDisposable
{
    /// <summary>Samples of one transaction: short enough that the writer of comparisons gets its turn in between.</summary>
    public const int BatchSize = 500;

    private readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    /// <summary>The beginning of the hour that this time is in, UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Adds up samples that are not yet, the oldest first.</summary>
    /// <param name="most">So many at most, rounded up to batches.</param>
    /// <param name="cancellationToken">Ends it after a batch.</param>
    /// <returns>Whether all are added up now.</returns>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task<bool> SumAsync(long most, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var summed = 0; summed < most; summed += BatchSize)
            {
                if (await SumBatchAsync(cancellationToken).ConfigureAwait(false) < BatchSize)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            _turn.Release();
        }
    });

    private async Task<int> SumBatchAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        // Looked at before the transaction, which takes the writer's place in SQLite.
        var samples = await context.LaneSamples.AsNoTracking().Where(static sample => !sample.IsSummed).OrderBy(static sample => sample.Number)
            .Take(BatchSize).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (samples.Count == 0)
        {
            return 0;
        }

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var end = transaction.ConfigureAwait(false);
        var groups = samples.GroupBy(static sample => new
        {
            Hour = HourOf(sample.EndedAt),
            sample.Provider,
            // Ids that lead nowhere are whatever somebody typed: one row for all of them.
            Model = sample.Failure == FailureKind.UnknownModel ? "" : sample.Model,
            sample.Release,
        }).ToList();
        DateTimeOffset[] hours = [.. groups.Select(static group => group.Key.Hour).Distinct()];
        var rows = await context.LaneHours.Where(row => hours.Contains(row.Hour)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var known = rows.ToDictionary(static row => new { row.Hour, row.Provider, row.Model, row.Release });
        foreach (var group in groups)
        {
            if (!known.TryGetValue(group.Key, out var row))
            {
                row = new StoredLaneHour { Hour = group.Key.Hour, Provider = group.Key.Provider, Model = group.Key.Model, Release = group.Key.Release };
                context.LaneHours.Add(row);
            }

            var figures = new LaneFigures();
            figures.Add(row);
            foreach (var sample in group)
            {
                figures.Add(sample);
            }

            figures.CopyTo(row);
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        var numbers = samples.ConvertAll(static sample => sample.Number);
        await context.LaneSamples.Where(sample => numbers.Contains(sample.Number))
            .ExecuteUpdateAsync(static set => set.SetProperty(static sample => sample.IsSummed, true), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return samples.Count;
    }
}
