using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>Reads <c>\(..\)</c> and <c>\[..\]</c> within a line. Stands before the parser of escapes, which would take the backslash away.</summary>
internal sealed class BackslashMathParser : InlineParser
{
    public BackslashMathParser() => OpeningCharacters = ['\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var closing = slice.PeekChar() switch { '(' => @"\)", '[' => @"\]", _ => null };
        if (closing is null)
        {
            return false;
        }

        var start = slice.Start + 2;
        var rest = slice.Text.AsSpan(start, Math.Max(0, Math.Min(slice.End + 1 - start, MathRules.MaximumInlineLength)));
        var length = rest.IndexOf(closing, StringComparison.Ordinal);
        if (length < 0 || rest[..length].Trim().IsEmpty || rest[..length].Contains('`'))
        {
            return false;
        }

        processor.Inline = new MathInline(rest[..length].Trim().ToString(), closing == @"\]")
        {
            Span = new SourceSpan(processor.GetSourcePosition(slice.Start), processor.GetSourcePosition(start + length + 1)),
        };
        slice.Start = start + length + 2;
        return true;
    }
}
