using System.Text;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// The text as it came, and the same text as it is parsed: every line end is one <c>\n</c>, and a NUL is U+FFFD. They are one buffer for as long as
/// they don't differ.
/// </summary>
internal sealed class SourceText
{
    private readonly StringBuilder _lines = new();
    private StringBuilder? _written;
    private bool _afterReturn;
    private int _shown;

    public int Length => _lines.Length;

    /// <summary>Whether lines came in since the text was shown last.</summary>
    public bool IsFast => _lines.Length - _shown >= OpenTableLines.ShortLine;

    /// <summary>All that is here has been shown, or left for later.</summary>
    public void Shown() => _shown = _lines.Length;

    public void Append(ReadOnlySpan<char> delta)
    {
        if (_written is null && delta.ContainsAny('\r', '\0'))
        {
            _written = new StringBuilder(_lines.Length + delta.Length).Append(_lines);
        }

        _written?.Append(delta);
        while (!delta.IsEmpty)
        {
            if (_afterReturn && delta[0] == '\n')
            {
                delta = delta[1..];
            }

            _afterReturn = false;
            var length = delta.IndexOfAny('\r', '\0');
            if (length < 0)
            {
                _lines.Append(delta);
                return;
            }

            _lines.Append(delta[..length]).Append(delta[length] == '\r' ? '\n' : '\uFFFD');
            _afterReturn = delta[length] == '\r';
            delta = delta[(length + 1)..];
        }
    }

    /// <summary>The parsed text from a position on. Half a character at its end waits for its other half, unless no more will come.</summary>
    public string From(int start, bool final)
    {
        var length = _lines.Length - start;
        if (length > 0 && !final && char.IsHighSurrogate(_lines[^1]))
        {
            length--;
        }

        // A builder finds a place near its end at once, however long it is.
        return length <= 0 ? "" : _lines.ToString(start, length);
    }

    /// <summary>The whole text as it was written.</summary>
    public override string ToString() => (_written ?? _lines).ToString();
}
