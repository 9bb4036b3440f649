using Markdig;
using Markdig.Extensions.EmphasisExtras;
using MarkdigDocument = Markdig.Syntax.MarkdownDocument;

namespace CompareIntel.Core.Markdown;

/// <summary>What is understood of markdown. Raw HTML is text.</summary>
internal static class MarkdownPipelines
{
    /// <summary>For the open end: what reaches back over the whole text is left out.</summary>
    public static MarkdownPipeline Streaming { get; } = Create(streaming: true).Build();

    /// <summary>For a whole text.</summary>
    public static MarkdownPipeline Final(string text) => text.Contains("[^", StringComparison.Ordinal) ? Footnotes : WithoutFootnotes;

    private static MarkdownPipeline WithoutFootnotes { get; } = Create(streaming: false).Build();

    private static MarkdownPipeline Footnotes { get; } = Create(streaming: false).UseFootnotes().Build();

    /// <summary>Null when the text is nested so deeply that it cannot be parsed, or would take too long.</summary>
    public static MarkdigDocument? TryParse(string text, MarkdownPipeline pipeline)
    {
        if (ParsingEffort.TryStart(text, pipeline == Streaming ? ParsingEffort.Frame : ParsingEffort.Whole) is not { } effort)
        {
            return null;
        }

        try
        {
            var document = Markdig.Markdown.Parse(text, pipeline, effort.Context);
            return effort.IsExceeded ? null : document;
        }
        // The parser gives up with one of these on what nobody writes in earnest. That must not end a page; the text is shown as it is.
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException)
        {
            return null;
        }
    }

    private static MarkdownPipelineBuilder Create(bool streaming)
    {
        var pipeline = new MarkdownPipelineBuilder()
            .UsePreciseSourceLocation()
            .UsePipeTables()
            .UseTaskLists()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks()
            .DisableHtml()
            .Use(new MathExtension(streaming));
        ParsingEffort.Watch(pipeline);
        return pipeline;
    }
}
