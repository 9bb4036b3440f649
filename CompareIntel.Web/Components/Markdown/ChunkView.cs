using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>One chunk of a block.</summary>
internal sealed class ChunkView : SlotView<MarkdownChunk>
{
    private readonly RenderFragment _build;
    private MarkdownChunk? _chunk;

    public ChunkView() => _build = Build;

    protected override void Show(MarkdownChunk current)
    {
        _chunk = current;
        Render(_build);
    }

    private void Build(RenderTreeBuilder builder) => new NodeWriter(builder).Write(_chunk!.Nodes);
}
