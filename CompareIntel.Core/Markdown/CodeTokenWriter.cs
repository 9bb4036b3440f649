using System.Text;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Writes where the words of each kind stand, as short as it can be said. The page reads the same in <c>js/markdown.js</c>:
/// <code>
/// tokens  = *token
/// token   = kind ( digit            ; length, after a gap of one character
///                / digit digit      ; gap, length
///                / number "." number ) ; gap, length
/// kind    = one capital letter, see <see cref="Letters"/>
/// number  = 1*digit
/// digit   = "0"-"9" / "a"-"z"       ; base 36
/// </code>
/// The gap is counted from the end of the token before, or from the start; both are UTF-16 units. Words of one kind with nothing but white space
/// between them are one token.
/// </summary>
internal sealed class CodeTokenWriter(string code)
{
    /// <summary>The letter of each <see cref="CodeTokenKind"/>, in its order; the first is never written.</summary>
    public const string Letters = "-KSNCTFLVGAID";

    private const int Radix = 36;

    private readonly StringBuilder _text = new();
    private CodeTokenKind _kind;
    private int _start;
    private int _end;
    private int _written;

    /// <summary>Adds a word; words come in the order of the text.</summary>
    public void Add(CodeTokenKind kind, int start, int end)
    {
        // White space has no colour, so what begins or ends with it is shorter without, and lines of a comment meet.
        while (start < end && char.IsWhiteSpace(code[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(code[end - 1]))
        {
            end--;
        }

        if (start == end || kind == CodeTokenKind.None)
        {
            return;
        }

        if (kind == _kind && code.AsSpan(_end, start - _end).IsWhiteSpace())
        {
            _end = end;
            return;
        }

        Write();
        (_kind, _start, _end) = (kind, start, end);
    }

    /// <summary>All tokens. Nothing can be added any more.</summary>
    public string Complete()
    {
        Write();
        _kind = CodeTokenKind.None;
        return _text.ToString();
    }

    private void Write()
    {
        if (_kind == CodeTokenKind.None)
        {
            return;
        }

        var gap = _start - _written;
        var length = _end - _start;
        _text.Append(Letters[(int)_kind]);
        if (gap >= Radix || length >= Radix)
        {
            WriteNumber(gap);
            _text.Append('.');
        }
        else if (gap != 1)
        {
            WriteNumber(gap);
        }

        WriteNumber(length);
        _written = _end;
    }

    private void WriteNumber(int value)
    {
        if (value >= Radix)
        {
            WriteNumber(value / Radix);
        }

        var digit = value % Radix;
        _text.Append((char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
    }
}
