namespace CompareIntel.Core.Markdown;

/// <summary>A formatted text so far. Immutable; blocks and chunks that have not changed are the same objects as in the document before.</summary>
public sealed record MarkdownDocument(IReadOnlyList<MarkdownBlock> Blocks)
{
    public static MarkdownDocument Empty { get; } = new([]);

    public bool IsEmpty => Blocks.Count == 0;
}
