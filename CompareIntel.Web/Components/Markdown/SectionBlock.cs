using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// A block in its section. The first chunk is the section's own; those behind it are components, which render without the section.
/// </summary>
internal sealed class SectionBlock(SpentTrees spent)
{
    private readonly List<ChunkPart> _chunks = [];
    private MarkdownBlock? _block;

    /// <summary>The block's name; no block's before <see cref="Show"/> has been called.</summary>
    public int Id => _block?.Id ?? -1;

    /// <summary>Takes up what the block is now. True when the section has to render for it.</summary>
    public bool Show(MarkdownBlock next)
    {
        if (ReferenceEquals(next, _block))
        {
            return false;
        }

        var isChanged = !ReferenceEquals(next.Opening, _block?.Opening) || !ReferenceEquals(next.Chunks[0], _block.Chunks[0]) || next.Chunks.Count != _block.Chunks.Count;
        _block = next;
        for (var index = 0; index < _chunks.Count && index + 1 < next.Chunks.Count; index++)
        {
            _chunks[index].Show(next.Chunks[index + 1]);
        }

        while (_chunks.Count >= next.Chunks.Count)
        {
            _chunks.RemoveAt(_chunks.Count - 1);
        }

        while (_chunks.Count + 1 < next.Chunks.Count)
        {
            _chunks.Add(new ChunkPart(next.Chunks[_chunks.Count + 1], spent));
        }

        return isChanged;
    }

    public void Write(ref NodeWriter writer)
    {
        // So that the browser keeps the element when others come before it or go.
        writer.KeyNext(this);
        writer.Write(_block!.Opening);
        writer.Write(_block.Chunks[0].Nodes);
        for (var index = 0; index < _chunks.Count; index++)
        {
            writer.WritePart(index, _chunks[index]);
        }

        writer.CloseAll();
    }
}
