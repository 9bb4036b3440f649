using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.History;

/// <summary>
/// Removes comparisons for good, with their events, texts and links: those that were deleted a while ago, and those that are older than the operator keeps them.
/// A conversation is as old as its newest turn; one with a star, or with a turn that runs, is kept.
/// </summary>
public sealed class HistoryPurge
{
    /// <summary>How long a deleted conversation can be brought back at least.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(1);

    // Small enough that the writer of running comparisons gets its turn in between.
    private const int BatchSize = 100;

    private readonly ComparisonDatabase _database;
    private readonly TimeProvider _timeProvider;

    public HistoryPurge(ComparisonDatabase database, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
    }

    /// <summary>What <see cref="PurgeExpiredAsync"/> would remove now; nothing is changed.</summary>
    /// <param name="days">Days that conversations are kept.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RetentionPlan> PlanAsync(int days, CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var expired = Expired(context, days);
        var numbers = expired.Select(static row => row.Number);
        var comparisons = await expired.CountAsync(cancellationToken).ConfigureAwait(false);
        var conversations = await expired.Select(static row => row.ConversationId).Distinct().CountAsync(cancellationToken).ConfigureAwait(false);
        var times = expired.OrderBy(static row => row.CreatedAt).Select(static row => (DateTimeOffset?)row.CreatedAt);
        var oldest = await times.FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var newest = await expired.OrderByDescending(static row => row.CreatedAt).Select(static row => (DateTimeOffset?)row.CreatedAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var events = await context.Segments.Where(segment => numbers.Contains(segment.ComparisonNumber)).SumAsync(static segment => (long)segment.Data.Length, cancellationToken).ConfigureAwait(false);
        var texts = await context.SearchTexts.Where(text => numbers.Contains(text.Number)).SumAsync(static text => (long)text.Text.Length, cancellationToken).ConfigureAwait(false);
        var prompts = await expired.SumAsync(static row => (long)row.Prompt.Length, cancellationToken).ConfigureAwait(false);
        return new RetentionPlan(conversations, comparisons, oldest, newest, events + texts + prompts);
    }

    /// <summary>Removes what is older than the operator keeps it.</summary>
    /// <returns>The ids of the comparisons that were removed.</returns>
    public Task<IReadOnlyList<string>> PurgeExpiredAsync(int days, CancellationToken cancellationToken) =>
        PurgeAsync(context => Expired(context, days), cancellationToken);

    /// <summary>Removes what was deleted longer ago than it can be brought back.</summary>
    /// <returns>The ids of the comparisons that were removed.</returns>
    public Task<IReadOnlyList<string>> PurgeDeletedAsync(CancellationToken cancellationToken)
    {
        var before = _timeProvider.GetUtcNow() - UndoTime;
        return PurgeAsync(context => context.Comparisons.Where(row => row.DeletedAt < before && row.State != ComparisonState.Running), cancellationToken);
    }

    private IQueryable<StoredComparison> Expired(ComparisonDbContext context, int days)
    {
        var before = _timeProvider.GetUtcNow() - TimeSpan.FromDays(days);
        return context.Comparisons.Where(row =>
            row.CreatedAt < before
            && !context.Comparisons.Any(other => other.ConversationId == row.ConversationId && (other.CreatedAt >= before || other.IsStarred || other.State == ComparisonState.Running)));
    }

    private async Task<IReadOnlyList<string>> PurgeAsync(Func<ComparisonDbContext, IQueryable<StoredComparison>> select, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        while (true)
        {
            var context = _database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            var batch = await select(context)
                .OrderBy(static row => row.Number)
                .Select(static row => new { row.Number, row.Id })
                .Take(BatchSize)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            if (batch.Count == 0)
            {
                return removed;
            }

            var numbers = batch.ConvertAll(static row => row.Number);
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var end = transaction.ConfigureAwait(false);
            // A turn that stays must still know what was said.
            await new StoredHistories(context).KeepHistoriesFromAsync(batch.ConvertAll(static row => row.Id), numbers, cancellationToken).ConfigureAwait(false);
            await context.Comparisons.Where(row => numbers.Contains(row.Number)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            removed.AddRange(batch.Select(static row => row.Id));
        }
    }
}
