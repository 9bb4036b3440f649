namespace CompareIntel.Core.Markdown;

/// <summary>Every attribute that an element of an answer can have.</summary>
public enum MarkdownProperty : byte
{
    /// <summary>A link's address: http, https or mailto and nothing else.</summary>
    Address,

    /// <summary>A link's or an image's title.</summary>
    Title,

    /// <summary>An image's address: http or https and nothing else.</summary>
    Source,

    /// <summary>The first number of an ordered list.</summary>
    Start,

    /// <summary>Set on a list whose items stand apart.</summary>
    Loose,

    /// <summary>Set on the box of a task that is done.</summary>
    Checked,

    /// <summary>A table's columns that don't begin at the start, counted from 1 and parted by spaces: <c>c2 r3</c>, for centred and at the end.</summary>
    Alignments,

    /// <summary>A code block's language as the model named it: letters, digits and <c>+-#._</c>, at most 32.</summary>
    Language,

    /// <summary>Where a code block's words of one kind stand, for the browser to colour: see docs/decisions/0008-code-colours.md.</summary>
    Tokens,

    /// <summary>Lines of a code block that has settled.</summary>
    Lines,

    /// <summary>Set on TeX that stands on lines of its own.</summary>
    Display,

    /// <summary>A footnote's number.</summary>
    Footnote,

    /// <summary>Set on plain text that shares a line with the block before or behind it.</summary>
    RunOn,
}
