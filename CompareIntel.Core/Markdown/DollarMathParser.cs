using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>Reads <c>$..$</c> and <c>$$..$$</c> within a line.</summary>
internal sealed class DollarMathParser : InlineParser
{
    public DollarMathParser() => OpeningCharacters = ['$'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var display = slice.PeekChar() == '$';
        var signs = display ? 2 : 1;
        var text = slice.Text.AsSpan(0, slice.End + 1);
        var start = slice.Start + signs;
        var first = start < text.Length ? text[start] : '\0';
        if (first == '$' || !MathRules.CanOpen(slice.PeekCharExtra(-1), display && char.IsWhiteSpace(first) ? 'x' : first))
        {
            return false;
        }

        var end = FindEnd(text, start, display);
        if (end < 0 || (!display && !MathRules.CanClose(text[end - 1], end + 1 < text.Length ? text[end + 1] : '\0')))
        {
            return false;
        }

        var content = text[start..end];
        if (display ? content.Trim().IsEmpty || content.Contains('`') : !MathRules.IsFormula(content))
        {
            return false;
        }

        processor.Inline = new MathInline(content.Trim().ToString(), display)
        {
            Span = new SourceSpan(processor.GetSourcePosition(slice.Start), processor.GetSourcePosition(end + signs - 1)),
        };
        slice.Start = end + signs;
        return true;
    }

    /// <summary>
    /// Where the next signs stand; -1 when none have come. They decide for good whether a formula ends there: TeX has no such sign within a formula, and
    /// an amount is followed by the sign of the next amount or formula.
    /// </summary>
    public static int FindEnd(ReadOnlySpan<char> text, int start, bool display)
    {
        var limit = Math.Min(text.Length, start + MathRules.MaximumInlineLength);
        for (var at = start + 1; at < limit; at++)
        {
            if (text[at] == '$' && text[at - 1] != '\\' && (!display || (at + 1 < text.Length && text[at + 1] == '$')))
            {
                return at;
            }
        }

        return -1;
    }
}
