using Markdig.Parsers;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Reads <c>$$..$$</c> and <c>\[..\]</c> that stand on lines of their own, whatever those lines begin with. There is no blank line within TeX, so one that
/// comes before the end says that this was none.
/// </summary>
internal sealed class DisplayMathParser : BlockParser
{
    private const int MaximumLength = 5_000;

    private readonly bool _streaming;

    /// <param name="streaming">More text may come: what has no end yet is taken for TeX, and nothing before it settles.</param>
    public DisplayMathParser(bool streaming)
    {
        _streaming = streaming;
        OpeningCharacters = ['$', '\\'];
    }

    public override BlockState TryOpen(BlockProcessor processor)
    {
        var line = processor.Line.AsSpan();
        var closing = line.StartsWith("$$") ? "$$" : line.StartsWith(@"\[") ? @"\]" : null;
        if (closing is null || processor.IsCodeIndent || line.StartsWith("$$$"))
        {
            return BlockState.None;
        }

        var content = line[2..];
        var end = content.IndexOf(closing, StringComparison.Ordinal);
        if (end >= 0 ? !content[(end + 2)..].Trim().IsEmpty || content[..end].Trim().IsEmpty : !WillClose(processor, closing))
        {
            return BlockState.None;
        }

        var block = new MathBlock(this, closing)
        {
            Column = processor.Column,
            Span = new SourceSpan(processor.Start, processor.Line.End),
            IsClosed = end >= 0,
        };
        block.AddLine(end >= 0 ? content[..end] : content);
        processor.NewBlocks.Push(block);
        return end >= 0 ? BlockState.BreakDiscard : BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var math = (MathBlock)block;
        if (processor.IsBlankLine)
        {
            return BlockState.Break;
        }

        var line = processor.Line.AsSpan();
        var end = line.IndexOf(math.Closing, StringComparison.Ordinal);
        math.IsClosed = end >= 0;
        math.AddLine(end >= 0 ? line[..end] : line);
        math.UpdateSpanEnd(processor.Line.End);
        return math.IsClosed ? BlockState.BreakDiscard : BlockState.ContinueDiscard;
    }

    // Looks ahead, because the lines between would otherwise have to be given back to the parsers that they belong to.
    private bool WillClose(BlockProcessor processor, string closing)
    {
        var text = processor.Line.Text.AsSpan(Math.Min(processor.Line.End + 1, processor.Line.Text.Length));
        var cut = text.Length > MaximumLength;
        text = cut ? text[..MaximumLength] : text;
        var first = true;
        foreach (var line in text.EnumerateLines())
        {
            var end = line.IndexOf(closing, StringComparison.Ordinal);
            if (end >= 0)
            {
                return line[(end + closing.Length)..].Trim().IsEmpty;
            }

            // The first line is the end of the opening one; a quote's blank lines have its marks. A line that is still being written may be blank so far.
            if (!first && line.Trim(" \t\r>").IsEmpty && !IsLast(text, line))
            {
                return false;
            }

            first = false;
        }

        return _streaming && !cut;
    }

    private static bool IsLast(ReadOnlySpan<char> text, ReadOnlySpan<char> line) => text.Length - line.Length == text.LastIndexOf('\n') + 1 && text.EndsWith(line);
}
