using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The models chosen for the next comparison, in order. The same one may stand in it more than once.</summary>
public sealed class LineUp
{
    private readonly List<LineUpEntry> _entries = [];
    private int _lastKey;

    public LineUp(int limit) => Limit = limit;

    /// <summary>Something was added, removed or set.</summary>
    public event Action? Changed;

    /// <summary>Models at most.</summary>
    public int Limit { get; }

    /// <summary>Exact ids in order.</summary>
    public IReadOnlyList<string> Models => _entries.ConvertAll(static entry => entry.Model);

    /// <summary>The same with an identity each.</summary>
    public IReadOnlyList<LineUpEntry> Entries => _entries;

    public bool IsFull => _entries.Count >= Limit;

    public bool Contains(string model) => _entries.Exists(entry => entry.Model == model);

    public int CountOf(string model) => _entries.Count(entry => entry.Model == model);

    /// <summary>Adds the model behind the others; false when there is no room.</summary>
    public bool Add(string model)
    {
        if (IsFull)
        {
            return false;
        }

        _entries.Add(new LineUpEntry(++_lastKey, model));
        Changed?.Invoke();
        return true;
    }

    /// <summary>Removes the entry with this key; nothing when it has gone, as at the second click on the same button.</summary>
    public void Remove(int key)
    {
        if (_entries.RemoveAll(entry => entry.Key == key) > 0)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Removes every lane of the model.</summary>
    public void Remove(string model)
    {
        if (_entries.RemoveAll(entry => entry.Model == model) > 0)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Takes these models instead, as many as there is room for.</summary>
    public void Replace(IEnumerable<string> models) => Take(models.Select(static model => new LineUpEntry(0, model)));

    /// <summary>Takes these instead, as many as there is room for, each with its own history and settings, and a new key.</summary>
    public void Take(IEnumerable<LineUpEntry> entries)
    {
        _entries.Clear();
        _entries.AddRange(entries.Take(Limit).Select(entry => entry with { Key = ++_lastKey }));
        Changed?.Invoke();
    }

    /// <summary>Chooses the lane of the turn before whose history the entry gets; null for none.</summary>
    public void ChooseHistory(int key, int? lane)
    {
        var index = _entries.FindIndex(entry => entry.Key == key);
        if (index >= 0 && _entries[index].Continues != lane)
        {
            _entries[index] = _entries[index] with { Continues = lane };
            Changed?.Invoke();
        }
    }

    /// <summary>Sets the entry's settings.</summary>
    public void Set(int key, LaneSettings settings)
    {
        var index = _entries.FindIndex(entry => entry.Key == key);
        if (index >= 0)
        {
            _entries[index] = _entries[index] with { Settings = settings };
            Changed?.Invoke();
        }
    }

    /// <summary>Sets those of every entry.</summary>
    public void SetAll(LaneSettings settings)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            _entries[index] = _entries[index] with { Settings = settings };
        }

        Changed?.Invoke();
    }

    /// <summary>
    /// Removes the models that are offered no more, and gives their ids. A model whose provider has not answered, or can't be reached, stays: it
    /// may well be there.
    /// </summary>
    public IReadOnlyList<string> DropUnknown(CatalogSnapshot catalog)
    {
        var dropped = Models.Where(model => catalog.Find(model) is null && !MayStillCome(model, catalog)).Distinct().ToArray();
        if (dropped.Length > 0)
        {
            _entries.RemoveAll(entry => dropped.Contains(entry.Model));
            Changed?.Invoke();
        }

        return dropped;
    }

    private static bool MayStillCome(string model, CatalogSnapshot catalog) =>
        catalog.ProviderOf(model) is { } provider
            ? provider.State != CatalogState.Ready
            : catalog.Providers.Any(static provider => provider.State != CatalogState.Ready);
}

/// <summary>One model in the line-up. The key tells apart two entries of one model, and is never used again.</summary>
/// <param name="Key">The identity.</param>
/// <param name="Model">The exact id.</param>
/// <param name="Continues">The lane of the turn before whose history it gets; null for none.</param>
/// <param name="Settings">Its settings; null for those of the lane that it continues, or the provider's own.</param>
public sealed record LineUpEntry(int Key, string Model, int? Continues = null, LaneSettings? Settings = null);
