using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// A document that grows, and who shows it. Lets a frame reach the view of the text without rendering what stands around it. Used on the renderer's
/// thread only.
/// </summary>
public sealed class MarkdownFeed
{
    /// <summary>There is another document; raised while a frame is rendered, so that what it renders belongs to that frame.</summary>
    public event Action? Changed;

    public MarkdownDocument Current { get; private set; } = MarkdownDocument.Empty;

    /// <summary>Does nothing when it is the same document.</summary>
    public void Publish(MarkdownDocument document)
    {
        if (!ReferenceEquals(document, Current))
        {
            Current = document;
            Changed?.Invoke();
        }
    }
}
