namespace CompareIntel.Core.Markdown;

/// <summary>
/// One top-level block of an answer: elements that are opened around it, then its chunks in order, then everything that was opened is closed. One that
/// has settled is the same object in every later document.
/// </summary>
/// <param name="Id">Names the block for as long as the document grows; blocks stand in the order of their ids, except those that the last pass has put in.</param>
/// <param name="Opening">Open and Property nodes, and whole elements such as a table's head; empty when the chunks stand for themselves.</param>
/// <param name="Chunks">At least one.</param>
public sealed record MarkdownBlock(int Id, IReadOnlyList<MarkdownNode> Opening, IReadOnlyList<MarkdownChunk> Chunks)
{
    public bool Equals(MarkdownBlock? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
