using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>The blocks of a parsed part of the text, with where they begin.</summary>
internal sealed class ParsedText
{
    private readonly int _offset;

    private ParsedText(string text, int offset, List<Block> blocks)
    {
        Text = text;
        _offset = offset;
        Blocks = blocks;
    }

    public string Text { get; }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>Where it ends in the whole text.</summary>
    public int End => _offset + Text.Length;

    /// <param name="text">What is parsed.</param>
    /// <param name="offset">Where it stands in the whole text.</param>
    /// <param name="pipeline">How it is parsed.</param>
    /// <returns>Null when it cannot be parsed.</returns>
    public static ParsedText? TryParse(string text, int offset, MarkdownPipeline pipeline)
    {
        if (MarkdownPipelines.TryParse(text, pipeline) is not { } document)
        {
            return null;
        }

        var blocks = new List<Block>(document.Count);
        for (var index = 0; index < document.Count; index++)
        {
            if (document[index] is not LinkReferenceDefinitionGroup && !IsLeftOver(document, index))
            {
                blocks.Add(document[index]);
            }
        }

        return new ParsedText(text, offset, blocks);
    }

    /// <summary>A table with a lone "|" as its last row comes with the paragraph that it was made of, which shows it a second time.</summary>
    public static bool IsLeftOver(ContainerBlock container, int index) => container[index] is ParagraphBlock paragraph
        && index + 1 < container.Count
        && container[index + 1] is Table table
        && paragraph.Span.End >= table.Span.Start;

    /// <summary>Where the block's first line begins in the whole text.</summary>
    public int StartOf(int index) => _offset + LineStart(Blocks[index].Span.Start);

    /// <summary>The beginning in <see cref="Text"/> of the line that a place is in.</summary>
    public int LineStart(int position) => position <= 0 ? 0 : Text.LastIndexOf('\n', Math.Min(position, Text.Length) - 1) + 1;

    public bool HasCompleteLine(int position) => Text.IndexOf('\n', Math.Clamp(position, 0, Text.Length)) >= 0;

    /// <summary>
    /// Whether no text that comes can change the block: another one follows whose first line is whole. Before that it may turn out to go on with this one;
    /// so may TeX without an end.
    /// </summary>
    public bool IsClosed(int index) => index + 1 < Blocks.Count
        && Blocks[index + 1] is not MathBlock { IsClosed: false }
        && HasCompleteLine(Blocks[index + 1].Span.Start)
        && StartOf(index + 1) > StartOf(index);
}
