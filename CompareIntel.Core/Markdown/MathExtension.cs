using Markdig;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;

namespace CompareIntel.Core.Markdown;

/// <summary>Adds TeX in the four notations that models write.</summary>
internal sealed class MathExtension(bool streaming) : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new DisplayMathParser(streaming));
        pipeline.InlineParsers.Insert(0, new DollarMathParser());
        pipeline.InlineParsers.InsertBefore<EscapeInlineParser>(new BackslashMathParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}
