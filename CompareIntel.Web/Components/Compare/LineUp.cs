using CompareIntel.Core.Catalog;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The models chosen for the next comparison, in order. The same one may stand in it more than once.</summary>
public sealed class LineUp
{
    private readonly List<string> _models = [];

    public LineUp(int limit) => Limit = limit;

    /// <summary>Something was added or removed.</summary>
    public event Action? Changed;

    /// <summary>Models at most.</summary>
    public int Limit { get; }

    /// <summary>Exact ids in order.</summary>
    public IReadOnlyList<string> Models => _models;

    public bool IsFull => _models.Count >= Limit;

    public bool Contains(string model) => _models.Contains(model);

    public int CountOf(string model) => _models.Count(other => other == model);

    /// <summary>Adds the model behind the others; false when there is no room.</summary>
    public bool Add(string model)
    {
        if (IsFull)
        {
            return false;
        }

        _models.Add(model);
        Changed?.Invoke();
        return true;
    }

    /// <summary>Removes the model at this place.</summary>
    public void RemoveAt(int index)
    {
        _models.RemoveAt(index);
        Changed?.Invoke();
    }

    /// <summary>Removes every lane of the model.</summary>
    public void Remove(string model)
    {
        if (_models.RemoveAll(other => other == model) > 0)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Takes these models instead, as many as there is room for.</summary>
    public void Replace(IEnumerable<string> models)
    {
        _models.Clear();
        _models.AddRange(models.Take(Limit));
        Changed?.Invoke();
    }

    /// <summary>
    /// Removes the models that are offered no more, and gives their ids. A model whose provider has not answered, or can't be reached, stays: it
    /// may well be there.
    /// </summary>
    public IReadOnlyList<string> DropUnknown(CatalogSnapshot catalog)
    {
        var dropped = _models.Where(model => catalog.Find(model) is null && !MayStillCome(model, catalog)).Distinct().ToArray();
        if (dropped.Length > 0)
        {
            _models.RemoveAll(dropped.Contains);
            Changed?.Invoke();
        }

        return dropped;
    }

    private static bool MayStillCome(string model, CatalogSnapshot catalog) =>
        catalog.ProviderOf(model) is { } provider
            ? provider.State != CatalogState.Ready
            : catalog.Providers.Any(static provider => provider.State != CatalogState.Ready);
}
