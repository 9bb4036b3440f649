using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Storage;

/// <summary>Makes comparisons from their rows.</summary>
internal sealed class ComparisonLoader(ComparisonDbContext context)
{
    /// <summary>The comparison and its retries; null when there is none with this id that stands for itself, or its owner deleted it.</summary>
    public async Task<LiveComparison?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await context.Comparisons
            .AsNoTracking()
            .Where(row => row.Id == id || row.FirstId == id)
            .OrderBy(static row => row.Number)
            .Include(static row => row.Lanes.OrderBy(static lane => lane.Lane))
            .Include(static row => row.Segments.OrderBy(static segment => segment.FirstSequence))
            .AsSplitQuery()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Find(row => row.Id == id) is not { FirstId: null, DeletedAt: null } row)
        {
            return null;
        }

        var histories = await new StoredHistories(context).ReadAsync([.. rows.SelectMany(static row => row.Lanes)], cancellationToken).ConfigureAwait(false);
        var requests = new Dictionary<string, ComparisonRequest>(StringComparer.Ordinal);
        var before = 0;
        foreach (var one in rows)
        {
            requests[one.Id] = ToRequest(one, [.. histories.Skip(before).Take(one.Lanes.Count)]);
            before += one.Lanes.Count;
        }

        var origin = new ComparisonOrigin { OwnerId = row.OwnerId, ConversationId = row.ConversationId == row.Id ? null : row.ConversationId, ParentId = row.ParentId };
        var comparison = LiveComparison.Restore(row.Id, requests[row.Id], origin, row.Mode, row.CreatedAt, ToLog(row));
        foreach (var retry in rows.Where(static row => row.FirstId is not null))
        {
            LiveComparison.RestoreRetry(comparison, retry.RetriedLanes, retry.Id, requests[retry.Id], retry.Mode, retry.CreatedAt, ToLog(retry));
        }

        return comparison;
    }

    private static ComparisonLog ToLog(StoredComparison row) =>
        ComparisonLog.Restore(row.Segments.SelectMany(static segment => EventCodec.Decode(segment.Data, segment.FirstSequence)));

    private static ComparisonRequest ToRequest(StoredComparison row, IReadOnlyList<IReadOnlyList<ChatMessage>> histories) => new()
    {
        Prompt = row.Prompt,
        Lanes =
        [
            .. row.Lanes.Select((lane, index) => new LaneRequest(lane.Model)
            {
                History = histories[index],
                HistoryFrom = lane.HistoryFromId is { } id ? new LaneReference(id, lane.HistoryFromLane ?? 0) : null,
                System = lane.System,
                Temperature = lane.Temperature,
                TopP = lane.TopP,
                MaxOutputTokens = lane.MaxOutputTokens,
            }),
        ],
    };
}
