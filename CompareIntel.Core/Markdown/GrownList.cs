using System.Collections;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Items that stay, shared by all lists that were taken, and a few that may change yet. Taking a list does not copy what stays, so that a document of
/// many blocks costs no more per frame than a short one.
/// </summary>
internal sealed class GrownList<T>(T[] settled, int count, IReadOnlyList<T> open) : IReadOnlyList<T>
{
    public int Count => count + open.Count;

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            return index < count ? settled[index] : open[index - count];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Collects the settled items of <see cref="GrownList{T}"/>; lists that were taken never see a change.</summary>
internal sealed class SettledItems<T>
{
    private T[] _items = new T[4];

    public int Count { get; private set; }

    public T this[int index] => index < Count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    /// <summary>Puts another item in a settled one's place, in lists that are taken from now on.</summary>
    public void Replace(int index, T item)
    {
        _items = [.. _items];
        _items[index] = item;
    }

    public void ReplaceAll(IReadOnlyCollection<T> items)
    {
        _items = [.. items, default!];
        Count = items.Count;
    }

    public GrownList<T> With(IReadOnlyList<T> open) => new(_items, Count, open);
}
