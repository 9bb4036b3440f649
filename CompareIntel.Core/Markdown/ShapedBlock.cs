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

    /// <summary>The chunk of these nodes, which it takes over: the previous one when they are the same, or else one that begins with the previous one's strings.</summary>
    public static MarkdownChunk ChunkOf(MarkdownBlock? previous, int index, MarkdownNode[] nodes)
    {
        if (previous is null || index >= previous.Chunks.Count)
        {
            return new MarkdownChunk(index, nodes);
        }

        // Text that is parsed again has new strings. Whatever shows it would hold on to them until the next time, and many short-lived objects that are held
        // are what makes collecting garbage take long.
        var shown = previous.Chunks[index].Nodes;
        var same = 0;
        while (same < nodes.Length && same < shown.Count && nodes[same] == shown[same])
        {
            nodes[same] = shown[same];
            same++;
        }

        return same == nodes.Length && same == shown.Count ? previous.Chunks[index] : new MarkdownChunk(index, nodes);
    }

    public static IReadOnlyList<MarkdownNode> OpeningOf(MarkdownBlock? previous, IReadOnlyList<MarkdownNode> opening) =>
        previous is not null && NodeComparer.AreSame(previous.Opening, opening) ? previous.Opening : opening;
}
