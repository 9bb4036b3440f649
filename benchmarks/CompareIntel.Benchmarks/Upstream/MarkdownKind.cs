namespace CompareIntel.Benchmarks.Upstream;

/// <summary>What an answer consists of.</summary>
internal enum MarkdownKind
{
    /// <summary>Headings, prose, lists, code, tables and formulas in turns.</summary>
    Mixed,

    /// <summary>Paragraphs of about 600 characters.</summary>
    Prose,

    /// <summary>One paragraph without a line break.</summary>
    Paragraph,

    /// <summary>One numbered list.</summary>
    List,

    /// <summary>One fenced code block.</summary>
    Code,

    /// <summary>One table.</summary>
    Table,
}
