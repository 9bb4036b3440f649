using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// One top-level block. Its first chunk is rendered here, as most blocks have no other and each component keeps two render trees. Every later chunk is a
/// component of its own, so that a frame compares the chunk that grows and nothing else, however long the block is.
/// </summary>
internal sealed class BlockView : SlotView<MarkdownBlock>
{
    private readonly RenderFragment _build;
    private SlotList<MarkdownChunk>? _later;
    private MarkdownBlock? _block;

    public BlockView() => _build = Build;

    protected override void Show(MarkdownBlock current)
    {
        var isOther = _block is null || !ReferenceEquals(_block.Opening, current.Opening) || !ReferenceEquals(_block.Chunks[0], current.Chunks[0]);
        _block = current;
        if (TakeLater(current) || isOther)
        {
            Render(_build);
        }
    }

    private bool TakeLater(MarkdownBlock current)
    {
        if (current.Chunks.Count == 1 && _later is null)
        {
            return false;
        }

        _later ??= new SlotList<MarkdownChunk>(static chunk => chunk.Id);
        return _later.Take(current.Chunks, first: 1);
    }

    private void Build(RenderTreeBuilder builder)
    {
        var writer = new NodeWriter(builder);
        writer.Write(_block!.Opening);
        writer.Write(_block.Chunks[0].Nodes);
        if (_later is not null)
        {
            foreach (var slot in _later.Slots)
            {
                writer.WriteComponent<ChunkView>(nameof(ChunkView.Slot), slot, _later.IdOf(slot));
            }
        }

        writer.CloseAll();
    }
}
