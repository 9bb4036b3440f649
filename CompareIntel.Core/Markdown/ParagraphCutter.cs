using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CompareIntel.Core.Markdown;

/// <summary>Finds where a paragraph can be cut in two.</summary>
internal static class ParagraphCutter
{
    /// <summary>
    /// The last place where nothing before it waits for a counterpart, and the last place at all; 0 when there is none behind <paramref name="minimum"/>.
    /// Both are white space outside of every element, which then belongs to the second part.
    /// </summary>
    public static (int Safe, int Possible) Find(ParagraphBlock paragraph, string text, int minimum)
    {
        var scan = new Scan(text, minimum);
        for (var inline = paragraph.Inline?.FirstChild; inline is not null;)
        {
            var container = inline as DelimiterInline;
            switch (inline)
            {
                case LiteralInline literal:
                    scan.Read(literal.Span.Start, Math.Min(literal.Span.End, text.Length - 1));
                    break;
                case LineBreakInline line:
                    scan.Read(line.Span.Start, Math.Min(line.Span.Start, text.Length - 1));
                    break;
                case DelimiterInline delimiter:
                    scan.Read(delimiter.Span.Start, Math.Min(delimiter.Span.End, text.Length - 1));
                    break;
            }

            inline = container?.FirstChild ?? NextOf(inline);
        }

        return (scan.Safe, scan.Possible);
    }

    // A sign that stands for itself holds what comes after it.
    private static Inline? NextOf(Inline inline)
    {
        for (Inline? at = inline; at is not null; at = at.Parent)
        {
            if (at.NextSibling is { } next)
            {
                return next;
            }
        }

        return null;
    }

    private sealed class Scan(string text, int minimum)
    {
        private readonly int _end = text.AsSpan().TrimEnd().Length;
        private int _brackets;
        private int _formulaUntil;
        private bool _waiting;

        public int Safe { get; private set; }

        public int Possible { get; private set; }

        public void Read(int start, int end)
        {
            for (var at = Math.Max(start, 0); at <= end; at++)
            {
                var before = at > 0 ? text[at - 1] : ' ';
                var after = at + 1 < text.Length ? text[at + 1] : ' ';
                switch (text[at])
                {
                    case ' ' or '\n':
                        Note(at, before);
                        break;
                    case '`':
                        _waiting = true;
                        break;
                    case '*' or '~':
                        _waiting |= !char.IsWhiteSpace(after);
                        break;
                    case '_':
                        _waiting |= !char.IsWhiteSpace(after) && !char.IsLetterOrDigit(before);
                        break;
                    case '[':
                        _brackets++;
                        break;
                    case ']':
                        _brackets = Math.Max(0, _brackets - 1);
                        break;
                    case '$' when (after == '$' || MathRules.CanOpen(before, after)) && !IsDecided(at, after == '$'):
                    case '\\' when after is '(' or '[':
                        _formulaUntil = at + MathRules.MaximumInlineLength;
                        break;
                    case '\\':
                        at++;
                        break;
                }
            }
        }

        // Had it been a formula with the end that is there, it would be no text now.
        private bool IsDecided(int at, bool display) => DollarMathParser.FindEnd(text, at + (display ? 2 : 1), display) is var found and >= 0 && found < _end - 1;

        private void Note(int at, char before)
        {
            if (at < minimum || char.IsWhiteSpace(before) || before == '\\' || at >= _end)
            {
                return;
            }

            Possible = at;
            if (!_waiting && _brackets == 0 && at >= _formulaUntil)
            {
                Safe = at;
            }
        }
    }
}
