using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// What the page holds that neither its address nor the browser knows: how cards are arranged, and a line-up that was changed. One per circuit. The
/// framework puts it away with a circuit that is paused or evicted, and gives it back to the circuit that takes its place.
/// </summary>
/// <remarks>Kept small: it travels in one message to the server, whose size is limited.</remarks>
public sealed class PageMemory
{
    private const int MostBoards = 8;

    // The one used last stands last.
    private readonly List<(string ComparisonId, CardBoard Board)> _boards = [];

    /// <summary>The line-up as it was changed last; null when nobody has changed it.</summary>
    [PersistentState]
    public LineUpState? LineUp { get; set; }

    /// <summary>The boards of the comparisons that this circuit has shown last. For the framework, which reads and writes it once.</summary>
    [PersistentState]
    public CardBoardState[] Boards
    {
        get => [.. _boards.Select(static kept => kept.Board.ToState(kept.ComparisonId))];
        set
        {
            _boards.Clear();
            _boards.AddRange((value ?? []).Select(static state => (state.ComparisonId, CardBoard.Of(state))));
        }
    }

    /// <summary>The line-up below this comparison, or of a new one (null), as it was changed; null when it was not.</summary>
    public IReadOnlyList<LineUpEntry>? LineUpOf(string? comparisonId) => LineUp is { } kept && kept.ComparisonId == comparisonId ? kept.Entries : null;

    /// <summary>The board of this comparison as its cards were left, or a new one.</summary>
    public CardBoard BoardOf(string comparisonId, int lanes)
    {
        var board = _boards.Find(kept => kept.ComparisonId == comparisonId && kept.Board.Count == lanes).Board ?? new CardBoard(lanes);
        _boards.RemoveAll(kept => kept.ComparisonId == comparisonId);
        _boards.Add((comparisonId, board));
        if (_boards.Count > MostBoards)
        {
            _boards.RemoveAt(0);
        }

        return board;
    }
}
