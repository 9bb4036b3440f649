using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Conversations;
using CompareIntel.Core.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Storage;

/// <summary>Stores comparisons in the database, and reads them from there.</summary>
public sealed partial class ComparisonArchive : IComparisonArchive, IAsyncDisposable
{
    private readonly ComparisonDatabase _database;
    private readonly ArchiveWriter _writer;
    private readonly ILogger<ComparisonArchive> _logger;

    public ComparisonArchive(ComparisonDatabase database, StorageHealth health, HistoryChanges changes, TimeProvider timeProvider, ILogger<ComparisonArchive> logger)
    {
        _database = database;
        _logger = logger;
        _writer = new ArchiveWriter(database, health, changes, timeProvider, logger);
    }

    public Task Add(LiveComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return _writer.Add(comparison);
    }

    public void Flush() => _writer.Flush();

    public async ValueTask<LiveComparison?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var context = _database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            return await new ComparisonLoader(context).LoadAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            LogUnreadable(_logger, exception, id);
            throw StorageFaults.ToUnavailable(exception);
        }
    }

    public async ValueTask<IReadOnlyList<ConversationTurn>> ListTurnsAsync(string conversationId, CancellationToken cancellationToken)
    {
        try
        {
            var context = _database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            return await context.Comparisons
                .Where(row => row.ConversationId == conversationId && row.FirstId == null && row.DeletedAt == null)
                .Select(static row => new ConversationTurn(row.Id, row.ParentId, row.Prompt, row.CreatedAt))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            LogUnreadable(_logger, exception, conversationId);
            throw StorageFaults.ToUnavailable(exception);
        }
    }

    public async ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var context = _database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            var deleted = 0;
            await _writer.RemoveAsync(
                id,
                async () =>
                {
                    var going = await context.Comparisons
                        .Where(row => row.Id == id || row.FirstId == id)
                        .Select(static row => new { row.Id, row.Number })
                        .ToListAsync(cancellationToken).ConfigureAwait(false);
                    var ids = going.ConvertAll(static row => row.Id);
                    var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                    await using var end = transaction.ConfigureAwait(false);
                    // Turns that go on from here must still know what was said.
                    await new StoredHistories(context).KeepHistoriesFromAsync(ids, going.ConvertAll(static row => row.Number), cancellationToken).ConfigureAwait(false);
                    await PassOnAsync(context, id, ids, cancellationToken).ConfigureAwait(false);
                    deleted = await context.Comparisons.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return deleted > 0;
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            LogUndeletable(_logger, exception, id);
            throw StorageFaults.ToUnavailable(exception);
        }
    }

    /// <summary>
    /// Makes the oldest turn that stays the first of its conversation, with the title, the star and the tags, where the first turn goes: a conversation is found by
    /// its first turn.
    /// </summary>
    private static async Task PassOnAsync(ComparisonDbContext context, string id, IReadOnlyCollection<string> going, CancellationToken cancellationToken)
    {
        var heir = await context.Comparisons
            .Where(row => row.ConversationId == id && row.FirstId == null && !going.Contains(row.Id))
            .OrderBy(static row => row.Number)
            .Select(static row => new { row.Id, row.Number })
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var first = await context.Comparisons
            .Where(row => row.Id == id)
            .Select(static row => new { row.Number, row.Title, row.IsStarred })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (heir is null || first is null)
        {
            return;
        }

        await context.Comparisons
            .Where(row => row.Number == heir.Number)
            .ExecuteUpdateAsync(set => set.SetProperty(static row => row.Title, first.Title).SetProperty(static row => row.IsStarred, first.IsStarred), cancellationToken).ConfigureAwait(false);
        await context.Tags
            .Where(tag => tag.ComparisonNumber == first.Number)
            .ExecuteUpdateAsync(set => set.SetProperty(static tag => tag.ComparisonNumber, heir.Number), cancellationToken).ConfigureAwait(false);
        await context.Comparisons
            .Where(row => row.ConversationId == id && !going.Contains(row.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(static row => row.ConversationId, heir.Id), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    [LoggerMessage(1310, LogLevel.Error, "The stored comparison {ComparisonId} can't be read")]
    private static partial void LogUnreadable(ILogger logger, Exception fault, string comparisonId);

    [LoggerMessage(1311, LogLevel.Error, "The stored comparison {ComparisonId} can't be deleted")]
    private static partial void LogUndeletable(ILogger logger, Exception fault, string comparisonId);
}
