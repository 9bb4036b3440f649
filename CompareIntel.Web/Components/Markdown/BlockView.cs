using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// One top-level block. A block of one chunk without a shell is rendered here; in any other each chunk is a component of its own, so that a frame
/// compares the chunk that grows and nothing else, however long the block is.
/// </summary>
internal sealed class BlockView : SlotView<MarkdownBlock>
{
    private SlotList<MarkdownChunk>? _chunks;
    private MarkdownBlock? _block;

    private SlotList<MarkdownChunk> Chunks => _chunks ??= new(static chunk => chunk.Id, Spent);

    protected override void Show(MarkdownBlock current)
    {
        var isOther = IsWhole(current) || _block is null || IsWhole(_block) || !ReferenceEquals(_block.Opening, current.Opening);
        _block = current;
        if ((!IsWhole(current) && Chunks.Take(current.Chunks)) || isOther)
        {
            Render();
        }
    }

    private static bool IsWhole(MarkdownBlock block) => block.Opening.Count == 0 && block.Chunks.Count == 1;

    protected override void Build(RenderTreeBuilder builder)
    {
        var writer = new NodeWriter(builder);
        if (IsWhole(_block!))
        {
            writer.Write(_block!.Chunks[0].Nodes);
            return;
        }

        writer.Write(_block!.Opening);
        foreach (var slot in Chunks.Slots)
        {
            writer.WriteComponent<ChunkView>(nameof(ChunkView.Slot), slot, Chunks.IdOf(slot));
        }

        writer.CloseAll();
    }
}
