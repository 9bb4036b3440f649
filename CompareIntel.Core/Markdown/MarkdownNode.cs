namespace CompareIntel.Core.Markdown;

/// <summary>What a <see cref="MarkdownNode"/> does.</summary>
public enum MarkdownNodeKind : byte
{
    /// <summary>Opens an element; its attributes follow at once.</summary>
    Open,

    /// <summary>An attribute of the element just opened.</summary>
    Property,

    /// <summary>A piece of text. Text that follows text is shown without a seam.</summary>
    Text,

    /// <summary>Closes the innermost open element.</summary>
    Close,
}

/// <summary>
/// One step of building a formatted text, in document order. A list of these is a tree without objects: cheap to keep, to compare and to render.
/// </summary>
public readonly record struct MarkdownNode
{
    private MarkdownNode(MarkdownNodeKind kind, MarkdownElement element, MarkdownProperty property, string? value)
    {
        Kind = kind;
        Element = element;
        Property = property;
        Value = value;
    }

    public static MarkdownNode Close { get; } = new(MarkdownNodeKind.Close, default, default, null);

    public MarkdownNodeKind Kind { get; }

    /// <summary>The element that is opened.</summary>
    public MarkdownElement Element { get; }

    /// <summary>The attribute that is set.</summary>
    public MarkdownProperty Property { get; }

    /// <summary>The text, or the attribute's value.</summary>
    public string? Value { get; }

    public static MarkdownNode Open(MarkdownElement element) => new(MarkdownNodeKind.Open, element, default, null);

    public static MarkdownNode Set(MarkdownProperty property, string value) => new(MarkdownNodeKind.Property, default, property, value);

    public static MarkdownNode Text(string text) => new(MarkdownNodeKind.Text, default, default, text);
}
