using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.History;
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
    private Task _warmUp = Task.CompletedTask;

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

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _warmUp = Task.Run(WarmUp, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _warmUp;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Writes a comparison and takes it back: compiling all that this needs takes longer than several batches, and the first comparison would be without
    /// its stored beginning for that long.
    /// </summary>
    private void WarmUp()
    {
        try
        {
            using var context = database.CreateContext();
            using var transaction = context.Database.BeginTransaction();
            var row = new StoredComparison { Id = "", ConversationId = "", Prompt = "", Title = "" };
            row.Lanes.Add(new StoredLane { Model = "" });
            row.Segments.Add(new StoredSegment { FirstSequence = 1, Data = EventCodec.Encode([new LaneCreated(0, ""), new TextReceived(0, "")]) });
            context.Comparisons.Add(row);
            var lane = new LaneEnded(0, LaneState.Interrupted, null, new LaneMetrics());
            context.LaneSamples.Add(LaneSampleRows.Of("", DateTimeOffset.UnixEpoch, "", lane, null, ""));
            context.SaveChanges();
            ComparisonRows.SetEnds(context, row.Number, [lane], ComparisonEnded.Of([lane], DateTimeOffset.UnixEpoch));
            SearchIndex.IndexText(context, row.Number, "", [""]);
            transaction.Rollback();
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            LogNotWarmedUp(logger, exception);
        }
    }

    private async Task EndAsync(long number, CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var row = await context.Comparisons.Where(row => row.Number == number).Select(static row => new { row.Id, row.CreatedAt, row.Prompt }).SingleAsync(cancellationToken).ConfigureAwait(false);
        var segments = await context.Segments
            .AsNoTracking()
            .Where(segment => segment.ComparisonNumber == number)
            .OrderBy(static segment => segment.FirstSequence)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var events = segments.SelectMany(static segment => EventCodec.Decode(segment.Data, segment.FirstSequence)).ToList();
        var end = InterruptedEnd.Of(events, row.CreatedAt);
        var models = events.OfType<LaneCreated>().ToDictionary(static lane => lane.Lane, static lane => lane.Model);

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        if (end.Missing.Count > 0)
        {
            context.Segments.Add(new StoredSegment { ComparisonNumber = number, FirstSequence = end.Missing[0].Sequence, Data = EventCodec.Encode(end.Missing) });
        }

        context.LaneSamples.AddRange(end.Missing.OfType<LaneEnded>().Select(lane => LaneSampleRows.Of(row.Id, row.CreatedAt, models[lane.Lane], lane, null, "")));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        ComparisonRows.SetEnds(context, number, end.Lanes, end.Comparison);
        SearchIndex.IndexText(context, number, row.Prompt, ComparisonTranscript.Of(ComparisonLog.Restore(events.Concat(end.Missing))).Texts);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(1320, LogLevel.Information, "{Count} comparisons were running when the server ended; what had arrived is kept and they are marked as interrupted")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(1322, LogLevel.Warning, "Nothing can be stored for now")]
    private static partial void LogNotWarmedUp(ILogger logger, Exception fault);

    [LoggerMessage(1321, LogLevel.Error, "The stored comparison number {Number} is damaged and stays as it is")]
    private static partial void LogDamaged(ILogger logger, Exception fault, long number);
}
