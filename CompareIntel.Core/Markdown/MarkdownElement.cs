namespace CompareIntel.Core.Markdown;

/// <summary>
/// Every element that an answer can be shown with. The list is closed: what a model writes can choose among these and nothing else, so it can never
/// become markup.
/// </summary>
public enum MarkdownElement
{
    Paragraph,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Heading5,
    Heading6,
    BulletList,
    OrderedList,
    ListItem,

    /// <summary>The box of a task; whether it is ticked is <see cref="MarkdownProperty.Checked"/>.</summary>
    TaskBox,
    Quote,

    /// <summary>A whole code block: holds one <see cref="CodeText"/>.</summary>
    CodeBlock,

    /// <summary>The lines of a code block.</summary>
    CodeText,
    InlineCode,
    Emphasis,
    Strong,
    Strikethrough,
    Link,

    /// <summary>An image that is not loaded until the reader asks; holds its description as text.</summary>
    Image,
    LineBreak,
    Rule,

    /// <summary>A table with what lets it scroll inside its card.</summary>
    Table,
    TableHead,
    TableBody,
    TableRow,
    TableHeaderCell,
    TableCell,

    /// <summary>TeX; <see cref="MarkdownProperty.Display"/> when it stands on lines of its own. Holds the TeX source as text.</summary>
    Math,

    /// <summary>A footnote's number in the text; leads to <see cref="MarkdownProperty.Footnote"/>.</summary>
    FootnoteReference,

    /// <summary>The list of footnotes at an answer's end.</summary>
    FootnoteList,

    /// <summary>One footnote; <see cref="MarkdownProperty.Footnote"/> is its number.</summary>
    Footnote,

    /// <summary>Leads from a footnote back to where it was called.</summary>
    FootnoteReturn,

    /// <summary>Text as it was written, line breaks and all.</summary>
    PlainText,
}
