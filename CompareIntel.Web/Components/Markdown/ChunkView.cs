using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>One chunk of a block.</summary>
internal sealed class ChunkView : SlotView<MarkdownChunk>
{
    private MarkdownChunk? _chunk;

    protected override void Show(MarkdownChunk current)
    {
        _chunk = current;
        Render();
    }

    protected override void Build(RenderTreeBuilder builder) => new NodeWriter(builder).Write(_chunk!.Nodes);
}
