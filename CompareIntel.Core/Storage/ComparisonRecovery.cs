using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Storage;

/// <summary>
/// Gives runs that the process before did not end their end, before anything else of this one uses them: lanes that had ended stay as they are, all others
/// are interrupted. A database belongs to one process at a time.
/// </summary>
internal sealed partial class ComparisonRecovery(ComparisonDatabase database, ILogger<ComparisonRecovery> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var numbers = await context.Comparisons
            .Where(static row => row.State == ComparisonState.Running)
            .Select(static row => row.Number)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var number in numbers)
        {
            try
            {
                await EndAsync(number, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
            {
                LogDamaged(logger, exception, number);
            }
        }

        if (numbers.Count > 0)
        {
            LogRecovered(logger, numbers.Count);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndAsync(long number, CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var createdAt = await context.Comparisons.Where(row => row.Number == number).Select(static row => row.CreatedAt).SingleAsync(cancellationToken).ConfigureAwait(false);
        var segments = await context.Segments
            .AsNoTracking()
            .Where(segment => segment.ComparisonNumber == number)
            .OrderBy(static segment => segment.FirstSequence)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var end = InterruptedEnd.Of(segments.SelectMany(static segment => EventCodec.Decode(segment.Data, segment.FirstSequence)), createdAt);

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        if (end.Missing.Count > 0)
        {
            context.Segments.Add(new StoredSegment { ComparisonNumber = number, FirstSequence = end.Missing[0].Sequence, Data = EventCodec.Encode(end.Missing) });
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        ComparisonRows.SetEnds(context, number, end.Lanes, end.Comparison);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(1320, LogLevel.Information, "{Count} comparisons were running when the server ended; what had arrived is kept and they are marked as interrupted")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(1321, LogLevel.Error, "The stored comparison number {Number} is damaged and stays as it is")]
    private static partial void LogDamaged(ILogger logger, Exception fault, long number);
}
