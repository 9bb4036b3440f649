namespace CompareIntel.Core.Conversations;

/// <summary>A conversation's turns as a tree: turns with the same parent are branches, and nothing is ever overwritten.</summary>
public sealed class Conversation
{
    private readonly Dictionary<string, ConversationTurn> _turns;
    private readonly ILookup<string, ConversationTurn> _children;

    /// <summary>A parent that is not among <paramref name="turns"/> counts as none.</summary>
    public Conversation(IEnumerable<ConversationTurn> turns)
    {
        _turns = turns.DistinctBy(static turn => turn.Id).ToDictionary(static turn => turn.Id, StringComparer.Ordinal);
        _children = _turns.Values
            .OrderBy(static turn => turn.CreatedAt)
            .ThenBy(static turn => turn.Id, StringComparer.Ordinal)
            .ToLookup(turn => ParentOf(turn)?.Id ?? "", StringComparer.Ordinal);
    }

    /// <summary>
    /// The way from the beginning through the turn with this id and on to an end, by the newest branch at each place; empty when there is no such turn.
    /// </summary>
    public IReadOnlyList<ConversationStep> WayThrough(string id)
    {
        if (!_turns.TryGetValue(id, out var turn))
        {
            return [];
        }

        var way = new List<ConversationTurn>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var step = turn; step is not null && seen.Add(step.Id); step = ParentOf(step))
        {
            way.Add(step);
        }

        way.Reverse();
        for (var next = _children[turn.Id].LastOrDefault(); next is not null && seen.Add(next.Id); next = _children[next.Id].LastOrDefault())
        {
            way.Add(next);
        }

        return [.. way.Select(ToStep)];
    }

    private ConversationTurn? ParentOf(ConversationTurn turn) => turn.ParentId is { } parent ? _turns.GetValueOrDefault(parent) : null;

    private ConversationStep ToStep(ConversationTurn turn)
    {
        var branches = _children[ParentOf(turn)?.Id ?? ""].ToArray();
        return new ConversationStep(turn, branches, Array.IndexOf(branches, turn));
    }
}
