using CompareIntel.Core.Markdown;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>An element of a formatted text with what stands in it, because tables and lists have to be known before they can be laid out.</summary>
internal sealed class PdfElement(MarkdownElement? element)
{
    private readonly Dictionary<MarkdownProperty, string> _properties = [];

    /// <summary>Null for the text as a whole.</summary>
    public MarkdownElement? Element { get; } = element;

    /// <summary>Texts and elements, in order.</summary>
    public List<object> Children { get; } = [];

    public string? this[MarkdownProperty property] => _properties.GetValueOrDefault(property);

    public bool IsInline => Element is MarkdownElement.InlineCode or MarkdownElement.Emphasis or MarkdownElement.Strong or MarkdownElement.Strikethrough or MarkdownElement.Link
        or MarkdownElement.Image or MarkdownElement.LineBreak or MarkdownElement.TaskBox or MarkdownElement.FootnoteReference or MarkdownElement.FootnoteReturn
        || (Element == MarkdownElement.Math && this[MarkdownProperty.Display] is null);

    public static PdfElement Of(MarkdownDocument document)
    {
        var root = new PdfElement(null);
        var open = new Stack<PdfElement>([root]);
        foreach (var block in document.Blocks)
        {
            foreach (var node in block.Opening.Concat(block.Chunks.SelectMany(static chunk => chunk.Nodes)))
            {
                switch (node.Kind)
                {
                    case MarkdownNodeKind.Open:
                        var child = new PdfElement(node.Element);
                        open.Peek().Children.Add(child);
                        open.Push(child);
                        break;
                    case MarkdownNodeKind.Property:
                        open.Peek()._properties[node.Property] = node.Value!;
                        break;
                    case MarkdownNodeKind.Text:
                        open.Peek().Children.Add(node.Value!);
                        break;
                    default:
                        open.Pop();
                        break;
                }
            }

            while (open.Count > 1)
            {
                open.Pop();
            }
        }

        return root;
    }
}
