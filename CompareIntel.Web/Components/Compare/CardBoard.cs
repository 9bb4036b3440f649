namespace CompareIntel.Web.Components.Compare;

/// <summary>How the reader has arranged the cards of one comparison: their order, which are hidden or collapsed, and which run of each is shown.</summary>
public sealed class CardBoard
{
    private readonly List<int> _order;
    private readonly HashSet<int> _hidden = [];
    private readonly HashSet<int> _collapsed = [];
    private readonly Dictionary<int, int> _chosenTakes = [];
    private readonly Dictionary<int, int> _knownTakes = [];
    private int _active;

    public CardBoard(int lanes) => _order = [.. Enumerable.Range(0, lanes)];

    private CardBoard(IEnumerable<int> order) => _order = [.. order];

    public int Count => _order.Count;

    public int HiddenCount => _hidden.Count;

    /// <summary>The card that has the page to itself.</summary>
    public int? Maximised { get; private set; }

    /// <summary>The card that the others are measured by.</summary>
    public int? Pinned { get; private set; }

    /// <summary>Cards that show the answer as it was written. Another object after every change.</summary>
    public IReadOnlySet<int> Raw { get; private set; } = new HashSet<int>();

    public bool IsAllRaw => Raw.Count == Count;

    /// <summary>Lanes that are not hidden, as they stand: the baseline first.</summary>
    public IReadOnlyList<int> Listed => [.. _order.Where(lane => !_hidden.Contains(lane)).OrderBy(lane => lane == Pinned ? 0 : 1)];

    /// <summary>Lanes with a whole card, in order.</summary>
    public IReadOnlyList<int> Cards => [.. Listed.Where(lane => !_collapsed.Contains(lane))];

    /// <summary>Lanes with one line, in order.</summary>
    public IReadOnlyList<int> Lines => [.. Listed.Where(_collapsed.Contains)];

    /// <summary>The card that is shown where there is room for one; -1 when there is no whole card.</summary>
    public int Active
    {
        get
        {
            var cards = Cards;
            return cards.Contains(_active) ? _active : cards.Count > 0 ? cards[0] : -1;
        }
    }

    /// <summary>The board that was put away as this.</summary>
    public static CardBoard Of(CardBoardState state)
    {
        var board = new CardBoard(state.Order)
        {
            Maximised = state.Maximised,
            Pinned = state.Pinned,
            Raw = state.Raw.ToHashSet(),
            _active = state.Active,
        };
        board._hidden.UnionWith(state.Hidden);
        board._collapsed.UnionWith(state.Collapsed);
        foreach (var (lane, take) in state.Takes)
        {
            board._chosenTakes[lane] = take;
        }

        return board;
    }

    public CardBoardState ToState(string comparisonId) =>
        new(comparisonId, [.. _order], [.. _hidden], [.. _collapsed], [.. Raw], new Dictionary<int, int>(_chosenTakes), _active, Maximised, Pinned);

    public CardPlace PlaceOf(int lane, int takes)
    {
        var others = Listed.Where(other => other != Pinned).ToList();
        var index = others.IndexOf(lane);
        return new CardPlace
        {
            IsActive = lane == Active,
            IsMaximised = lane == Maximised,
            IsPinned = lane == Pinned,
            IsRaw = Raw.Contains(lane),
            CanMoveLeft = index > 0,
            CanMoveRight = index >= 0 && index < others.Count - 1,
            Take = TakeOf(lane, takes),
            Takes = takes,
        };
    }

    /// <summary>The run to show of so many: the one that the reader has chosen, else the latest. A run that is new is shown at once.</summary>
    public int TakeOf(int lane, int takes)
    {
        if (_knownTakes.GetValueOrDefault(lane, takes) < takes)
        {
            _chosenTakes.Remove(lane);
        }

        _knownTakes[lane] = takes;
        return _chosenTakes.TryGetValue(lane, out var chosen) && chosen < takes ? chosen : takes - 1;
    }

    public void ChooseTake(int lane, int take) => _chosenTakes[lane] = Math.Max(0, take);

    /// <summary>Shows this card where there is room for one, whole if it was collapsed.</summary>
    public void Activate(int lane)
    {
        _active = lane;
        _collapsed.Remove(lane);
        if (Maximised is not null)
        {
            Maximised = lane;
        }
    }

    public void ToggleMaximised(int lane)
    {
        _active = lane;
        _collapsed.Remove(lane);
        Maximised = Maximised == lane ? null : lane;
    }

    public void ToggleCollapsed(int lane)
    {
        if (_collapsed.Remove(lane))
        {
            _active = lane;
            return;
        }

        _collapsed.Add(lane);
        Release(lane);
    }

    public void Hide(int lane)
    {
        _hidden.Add(lane);
        Release(lane);
        if (Pinned == lane)
        {
            Pinned = null;
        }
    }

    public void ShowAll() => _hidden.Clear();

    public void TogglePinned(int lane) => Pinned = Pinned == lane ? null : lane;

    public void ToggleRaw(int lane) => Raw = (Raw.Contains(lane) ? Raw.Except([lane]) : Raw.Append(lane)).ToHashSet();

    public void ToggleAllRaw() => Raw = (IsAllRaw ? [] : _order).ToHashSet();

    /// <summary>Changes places with the card before it (-1) or behind it (1), if there is one.</summary>
    public void Move(int lane, int by)
    {
        var others = Listed.Where(other => other != Pinned).ToList();
        var index = others.IndexOf(lane);
        if (index < 0 || index + by < 0 || index + by >= others.Count)
        {
            return;
        }

        var (from, to) = (_order.IndexOf(lane), _order.IndexOf(others[index + by]));
        (_order[from], _order[to]) = (_order[to], _order[from]);
    }

    private void Release(int lane)
    {
        if (Maximised == lane)
        {
            Maximised = null;
        }
    }
}
