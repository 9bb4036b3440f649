namespace CompareIntel.Core.Markdown;

/// <summary>What a word of code is to its language. Closed: the page has one colour for each. Operators, brackets and plain names have none.</summary>
public enum CodeTokenKind
{
    /// <summary>Shown in the colour of the text, and left out.</summary>
    None,
    Keyword,

    /// <summary>A text of the code, with its quotes.</summary>
    Quoted,
    Number,
    Comment,
    Type,
    Function,

    /// <summary>A word that is a value: <c>true</c>, <c>null</c>, a symbol.</summary>
    Constant,

    /// <summary>Only where variables are marked, as in a shell.</summary>
    Variable,
    Tag,

    /// <summary>An attribute, and the key of a setting.</summary>
    Attribute,
    Inserted,
    Deleted,
}
