using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>A release of the program as the samples know it.</summary>
/// <param name="Name">Empty where it is not known.</param>
/// <param name="From">The hour of its first lane, UTC.</param>
/// <param name="To">The end of the hour of its last lane, UTC.</param>
/// <param name="Requests">Lanes that ended under it.</param>
public sealed record SeenRelease(string Name, DateTimeOffset From, DateTimeOffset To, long Requests);

/// <summary>Reads how lanes did. Every method throws <see cref="StorageUnavailableException"/> when the storage can't be reached.</summary>
public sealed class LaneHistory(ComparisonDatabase database, LaneHours hours, TimeProvider timeProvider)
{
    /// <summary>Samples that a reader adds up before it reads, at most; more are left to the background.</summary>
    private const int MostSamples = 10 * LaneHours.BatchSize;

    /// <summary>How the lanes of a period up to now did.</summary>
    public Task<LaneReport> ReadAsync(ReportPeriod period, LaneFilter filter, CancellationToken cancellationToken = default)
    {
        var (from, to, step) = ReportPeriods.SpanOf(period, timeProvider.GetUtcNow());
        // Minutes are not kept in the sums of hours; an hour has few enough samples to look at each.
        return period == ReportPeriod.Hour ? ReadSamplesAsync(from, to, step, filter, cancellationToken) : ReadAsync(from, to, step, filter, cancellationToken);
    }

    /// <summary>How the lanes that ended between two whole hours did, without pieces.</summary>
    /// <param name="from">UTC, included; a whole hour.</param>
    /// <param name="to">UTC, not included; a whole hour.</param>
    /// <param name="filter">Which lanes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<LaneReport> ReadAsync(DateTimeOffset from, DateTimeOffset to, LaneFilter filter, CancellationToken cancellationToken = default) =>
        ReadAsync(from, to, TimeSpan.Zero, filter, cancellationToken);

    /// <summary>The same in pieces.</summary>
    /// <param name="from">UTC, included; a whole hour.</param>
    /// <param name="to">UTC, not included; a whole hour.</param>
    /// <param name="step">Whole hours; zero for no pieces.</param>
    /// <param name="filter">Which lanes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<LaneReport> ReadAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan step, LaneFilter filter, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(filter);
        var isBehind = !await hours.SumAsync(MostSamples, cancellationToken).ConfigureAwait(false);
        var builder = new LaneReportBuilder(from, to, step, filter);
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        await foreach (var row in context.LaneHours.AsNoTracking().Where(row => row.Hour >= from && row.Hour < to).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            builder.Add(row);
        }

        return builder.ToReport() with { IsBehind = isBehind };
    });

    /// <summary>The releases that ran lanes, the newest first.</summary>
    public Task<IReadOnlyList<SeenRelease>> ListReleasesAsync(CancellationToken cancellationToken = default) => StorageFaults.GuardAsync<IReadOnlyList<SeenRelease>>(async () =>
    {
        await hours.SumAsync(MostSamples, cancellationToken).ConfigureAwait(false);
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = await context.LaneHours.GroupBy(static row => row.Release)
            .Select(static group => new
            {
                Name = group.Key,
                From = group.Min(static row => row.Hour),
                To = group.Max(static row => row.Hour),
                Requests = group.Sum(static row => row.Finished + row.Failed + row.Stopped + row.Interrupted + row.TurnedAway),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.OrderByDescending(static row => row.To).ThenByDescending(static row => row.From).Select(static row => new SeenRelease(row.Name, row.From, row.To.AddHours(1), row.Requests))];
    });

    /// <summary>The hour of the oldest lane that is known, UTC; null when there is none.</summary>
    public Task<DateTimeOffset?> FirstHourAsync(CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        await hours.SumAsync(MostSamples, cancellationToken).ConfigureAwait(false);
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        return await context.LaneHours.OrderBy(static row => row.Hour).Select(static row => (DateTimeOffset?)row.Hour).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <summary>How the lanes that ended at any two times did, each looked at by itself.</summary>
    internal Task<LaneReport> ReadSamplesAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan step, LaneFilter filter, CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var builder = new LaneReportBuilder(from, to, step, filter);
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var samples = context.LaneSamples.AsNoTracking().Where(sample => sample.EndedAt >= from && sample.EndedAt < to);
        await foreach (var sample in samples.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            builder.Add(sample);
        }

        return builder.ToReport();
    });
}
