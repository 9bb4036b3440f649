using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>Removes samples, sums of hours and ended anomalies that are older than they are kept.</summary>
internal sealed class LaneSampleCleaning(ComparisonDatabase database, TimeProvider timeProvider)
{
    // Small enough that the writer of running comparisons gets its turn in between.
    private const int BatchSize = 2_000;

    /// <returns>How many samples went.</returns>
    public async Task<long> CleanAsync(int days, CancellationToken cancellationToken)
    {
        var before = timeProvider.GetUtcNow() - TimeSpan.FromDays(days);
        var removed = 0L;
        int batch;
        do
        {
            var context = database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            batch = await context.LaneSamples
                .Where(sample => context.LaneSamples.Where(other => other.EndedAt < before).OrderBy(static other => other.EndedAt).Select(static other => other.Number).Take(BatchSize).Contains(sample.Number))
                .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            removed += batch;
        }
        while (batch == BatchSize);

        var last = database.CreateContext();
        await using var end = last.ConfigureAwait(false);
        // An hour goes when all of it is too old.
        var hour = LaneHours.HourOf(before);
        await last.LaneHours.Where(row => row.Hour < hour).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await last.Anomalies.Where(row => row.EndedAt < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return removed;
    }
}
