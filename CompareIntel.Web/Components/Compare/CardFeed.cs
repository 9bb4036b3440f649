using CompareIntel.Web.Components.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// What one card shows, and how a frame reaches it: text goes to the views of the text, and the card itself hears only of what it shows around it.
/// Used on the renderer's thread only.
/// </summary>
public sealed class CardFeed
{
    /// <summary>Something besides the text has changed; raised while a frame is rendered.</summary>
    public event Action? ShellChanged;

    public CardFeed(CardSnapshot first)
    {
        Current = first;
        Reasoning.Publish(first.Reasoning);
        Answer.Publish(first.Answer);
    }

    public CardSnapshot Current { get; private set; }

    public MarkdownFeed Answer { get; } = new();

    public MarkdownFeed Reasoning { get; } = new();

    public void Publish(CardSnapshot snapshot)
    {
        var last = Current;
        Current = snapshot;
        if (!ReferenceEquals(last.Status, snapshot.Status) || !ReferenceEquals(last.Take, snapshot.Take))
        {
            ShellChanged?.Invoke();
        }

        Reasoning.Publish(snapshot.Reasoning);
        Answer.Publish(snapshot.Answer);
    }
}
