using CompareIntel.Core.Markdown;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace CompareIntel.Tests.Core.Markdown;

/// <summary>The HTML that Markdig itself makes of a whole text: what every way to stream that text has to come to.</summary>
internal static class MarkdigHtml
{
    /// <summary>Null when Markdig cannot.</summary>
    public static string? Of(string text)
    {
        var pipeline = MarkdownPipelines.Final(text);
        if (MarkdownPipelines.TryParse(text, pipeline) is not { } document)
        {
            return null;
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        pipeline.Setup(renderer);
        renderer.ObjectRenderers.Insert(0, new MathInlineRenderer());
        renderer.ObjectRenderers.Insert(0, new MathBlockRenderer());
        try
        {
            renderer.Render(document);
        }
        catch (ArgumentException)
        {
            return null;
        }

        return writer.ToString();
    }

    private static void WriteMath(HtmlRenderer renderer, string tex, bool display) =>
        renderer.Write(display ? "<x-display>" : "<x-math>").WriteEscape(tex).Write(display ? "</x-display>" : "</x-math>");

    private sealed class MathInlineRenderer : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) => WriteMath(renderer, obj.Tex, obj.Display);
    }

    private sealed class MathBlockRenderer : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj)
        {
            if (obj.IsClosed)
            {
                WriteMath(renderer, obj.Tex, display: true);
            }
            else
            {
                renderer.Write("<p>").WriteEscape(obj.Closing == "$$" ? "$$" : @"\[").WriteEscape(obj.Source).Write("</p>");
            }
        }
    }
}
