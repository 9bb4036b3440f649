using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Blocks in a row that one component shows: a component costs a page more memory than the few nodes of most blocks. When one of them changes, all of them are
/// compared, and what has changed is sent; so a section is small.
/// </summary>
internal sealed class Section(SpentTrees spent) : Part(spent)
{
    private const int MostBlocks = 8;

    // With their attributes, so many nodes and one more block mostly fit into a tree of 128 frames.
    private const int MostNodes = 48;

    private List<SectionBlock> _blocks = [];

    public IReadOnlyList<SectionBlock> Blocks => _blocks;

    /// <summary>Whether these are enough, so that the next block begins another section.</summary>
    public static bool IsFull(IReadOnlyList<(SectionBlock Place, MarkdownBlock Block)> blocks) =>
        blocks.Count >= MostBlocks || blocks.Sum(static block => block.Block.Opening.Count + block.Block.Chunks[0].Nodes.Count) >= MostNodes;

    /// <summary>Whether the blocks from <paramref name="start"/> on have the names of this section's.</summary>
    public bool Holds(IReadOnlyList<MarkdownBlock> blocks, int start)
    {
        for (var index = 0; index < _blocks.Count; index++)
        {
            if (start + index >= blocks.Count || _blocks[index].Id != blocks[start + index].Id)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Shows what its blocks are now; <see cref="Holds"/> is true of them.</summary>
    public void Show(IReadOnlyList<MarkdownBlock> blocks, int start)
    {
        var isChanged = false;
        for (var index = 0; index < _blocks.Count; index++)
        {
            isChanged |= _blocks[index].Show(blocks[start + index]);
        }

        if (isChanged)
        {
            Touch();
        }
    }

    /// <summary>Shows other blocks, of which some may have their place here already.</summary>
    public void Show(IReadOnlyList<(SectionBlock Place, MarkdownBlock Block)> blocks)
    {
        var isChanged = !blocks.Select(static block => block.Place).SequenceEqual(_blocks);
        foreach (var (place, block) in blocks)
        {
            isChanged |= place.Show(block);
        }

        if (isChanged)
        {
            _blocks = [.. blocks.Select(static block => block.Place)];
            Touch();
        }
    }

    public override void Build(RenderTreeBuilder builder)
    {
        var writer = new NodeWriter(builder);
        foreach (var block in _blocks)
        {
            block.Write(ref writer);
        }
    }
}
