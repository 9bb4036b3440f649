namespace CompareIntel.Web.Components.Markdown;

/// <summary>The slots of a list whose parts are exchanged and added, each under an id.</summary>
internal sealed class SlotList<T>(Func<T, int> idOf, SpentTrees spent)
    where T : class
{
    private readonly List<Slot<T>> _slots = [];

    public IReadOnlyList<Slot<T>> Slots => _slots;

    public int IdOf(Slot<T> slot) => idOf(slot.Current);

    /// <summary>Puts these parts in. True when there are others than before, or in another order, so that the list itself has to be rendered.</summary>
    public bool Take(IReadOnlyList<T> parts)
    {
        var kept = 0;
        while (kept < _slots.Count && kept < parts.Count && IdOf(_slots[kept]) == idOf(parts[kept]))
        {
            _slots[kept].Show(parts[kept]);
            kept++;
        }

        if (kept == _slots.Count && kept == parts.Count)
        {
            return false;
        }

        var moved = _slots.Skip(kept).ToDictionary(IdOf);
        _slots.RemoveRange(kept, _slots.Count - kept);
        foreach (var part in parts.Skip(kept))
        {
            if (moved.TryGetValue(idOf(part), out var slot))
            {
                slot.Show(part);
            }

            _slots.Add(slot ?? new Slot<T>(part, spent));
        }

        return true;
    }
}
