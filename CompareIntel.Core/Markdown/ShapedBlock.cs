namespace CompareIntel.Core.Markdown;

/// <summary>What a block shows, cut into chunks, before it has a name.</summary>
internal sealed record ShapedBlock(IReadOnlyList<MarkdownNode> Opening, IReadOnlyList<MarkdownNode[]> Chunks)
{
    /// <summary>The block under a name. What <paramref name="previous"/> has just the same is taken from there, so that nobody sees a change where there is none.</summary>
    public MarkdownBlock ToBlock(int id, MarkdownBlock? previous)
    {
        var chunks = new MarkdownChunk[Chunks.Count];
        var same = previous is not null && previous.Id == id && previous.Chunks.Count == chunks.Length;
        for (var index = 0; index < chunks.Length; index++)
        {
            chunks[index] = ChunkOf(previous, index, Chunks[index]);
            same = same && ReferenceEquals(chunks[index], previous!.Chunks[index]);
        }

        var opening = OpeningOf(previous, Opening);
        return same && ReferenceEquals(opening, previous!.Opening) ? previous : new MarkdownBlock(id, opening, chunks);
    }

    public static MarkdownChunk ChunkOf(MarkdownBlock? previous, int index, MarkdownNode[] nodes) =>
        previous is not null && index < previous.Chunks.Count && NodeComparer.AreSame(previous.Chunks[index].Nodes, nodes)
            ? previous.Chunks[index]
            : new MarkdownChunk(index, nodes);

    public static IReadOnlyList<MarkdownNode> OpeningOf(MarkdownBlock? previous, IReadOnlyList<MarkdownNode> opening) =>
        previous is not null && NodeComparer.AreSame(previous.Opening, opening) ? previous.Opening : opening;
}
