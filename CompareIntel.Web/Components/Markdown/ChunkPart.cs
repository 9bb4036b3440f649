using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>A chunk of a long block, behind the first: a frame compares the chunk that grows and nothing else, however long the block is.</summary>
internal sealed class ChunkPart(MarkdownChunk chunk, SpentTrees spent) : Part(spent)
{
    private MarkdownChunk _chunk = chunk;

    public void Show(MarkdownChunk next)
    {
        if (!ReferenceEquals(next, _chunk))
        {
            _chunk = next;
            Touch();
        }
    }

    public override void Build(RenderTreeBuilder builder)
    {
        var writer = new NodeWriter(builder);
        writer.Write(_chunk.Nodes);
    }
}
