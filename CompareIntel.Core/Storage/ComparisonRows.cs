using System.Text.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Storage;

/// <summary>Comparisons as rows.</summary>
internal static class ComparisonRows
{
    /// <summary>The rows of a comparison that has just been started, without its events.</summary>
    public static StoredComparison Of(LiveComparison comparison)
    {
        var row = new StoredComparison
        {
            Id = comparison.Id,
            OwnerId = comparison.Origin.OwnerId,
            ConversationId = ConversationOf(comparison),
            ParentId = comparison.Origin.ParentId,
            FirstId = comparison.First?.Id,
            RetriedLanes = comparison.RetriedLanes,
            Prompt = comparison.Request.Prompt,
            Title = ComparisonTitle.Of(comparison.Request.Prompt),
            Mode = comparison.Mode,
            State = ComparisonState.Running,
            CreatedAt = comparison.CreatedAt,
        };
        row.Lanes.AddRange(comparison.Request.Lanes.Select(static (lane, index) => new StoredLane
        {
            Lane = index,
            Model = lane.Model,
            System = lane.System,
            Temperature = lane.Temperature,
            TopP = lane.TopP,
            MaxOutputTokens = lane.MaxOutputTokens,
            HistoryFromId = lane.HistoryFrom?.ComparisonId,
            HistoryFromLane = lane.HistoryFrom?.Lane,
            History = lane.HistoryFrom is null && lane.History.Count > 0 ? WriteHistory([.. lane.History.Select(StoredMessage.Of)]) : null,
            State = LaneState.Queued,
        }));
        return row;
    }

    /// <summary>The conversation that a comparison is a turn of, or its own.</summary>
    public static string ConversationOf(LiveComparison comparison) => comparison.Origin.ConversationId ?? comparison.First?.Id ?? comparison.Id;

    /// <summary>Writes out the histories of lanes whose source does not stay there.</summary>
    public static void KeepHistories(StoredComparison row, ComparisonRequest request, Func<string, bool> staysThere)
    {
        foreach (var lane in row.Lanes.Where(lane => lane.HistoryFromId is { } id && !staysThere(id)))
        {
            lane.History = WriteHistory([.. request.Lanes[lane.Lane].History.Select(StoredMessage.Of)]);
            (lane.HistoryFromId, lane.HistoryFromLane) = (null, null);
        }
    }

    /// <summary>Notes how lanes and the comparison have ended.</summary>
    public static void SetEnds(ComparisonDbContext context, long number, IEnumerable<LaneEnded> lanes, ComparisonEnded? end)
    {
        // One statement for all that ended alike: of many lanes that end together nearly all have finished.
        foreach (var ended in lanes.GroupBy(static lane => lane.State, static lane => lane.Lane))
        {
            var indexes = ended.ToArray();
            context.Lanes
                .Where(row => row.ComparisonNumber == number && indexes.Contains(row.Lane))
                .ExecuteUpdate(set => set.SetProperty(static row => row.State, ended.Key));
        }

        if (end is not null)
        {
            context.Comparisons
                .Where(row => row.Number == number)
                .ExecuteUpdate(set => set.SetProperty(static row => row.State, end.State).SetProperty(static row => row.EndedAt, end.Summary.EndedAt));
        }
    }

    public static string WriteHistory(IReadOnlyList<StoredMessage> messages) => JsonSerializer.Serialize(messages, StorageJsonContext.Default.IReadOnlyListStoredMessage);

    /// <exception cref="InvalidDataException">It is not what <see cref="WriteHistory"/> wrote.</exception>
    public static IReadOnlyList<StoredMessage> ReadHistory(string? json)
    {
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize(json, StorageJsonContext.Default.IReadOnlyListStoredMessage) ?? [];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A stored history is damaged.", exception);
        }
    }
}
