namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// A part of a document and the one component that shows it. The part is exchanged in place: only that component renders, not the list that it
/// stands in.
/// </summary>
internal sealed class Slot<T>(T current, SpentTrees spent)
    where T : class
{
    public T Current { get; private set; } = current;

    /// <summary>Where the component leaves the trees that it shows no more.</summary>
    public SpentTrees Spent { get; } = spent;

    /// <summary>Renders the component; null before it is there.</summary>
    public Action? Refresh { get; set; }

    public void Show(T next)
    {
        if (!ReferenceEquals(next, Current))
        {
            Current = next;
            Refresh?.Invoke();
        }
    }
}
