namespace CompareIntel.Core.Markdown;

/// <summary>A balanced part of a block, small enough to be compared at every frame. One that has settled is the same object in every later document.</summary>
/// <param name="Id">Its place in the block, from 0.</param>
/// <param name="Nodes">What it shows.</param>
public sealed record MarkdownChunk(int Id, IReadOnlyList<MarkdownNode> Nodes)
{
    // By reference: two chunks are the same when they are one object, and nothing compares texts by accident.
    public bool Equals(MarkdownChunk? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
