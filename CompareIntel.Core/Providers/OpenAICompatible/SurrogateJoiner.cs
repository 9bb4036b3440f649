namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// Puts a character together again that a server cut between two deltas, and replaces a half whose other half never comes with U+FFFD,
/// so that every text given out is valid Unicode.
/// </summary>
internal struct SurrogateJoiner
{
    private const string Replacement = "\uFFFD";

    private char _held;

    /// <summary>What can be given out now; the half of a character at its end is kept for the next call.</summary>
    public string Join(string text)
    {
        // Nearly every delta leaves here without a new string.
        if (text.Length == 0 || (_held == '\0' && !char.IsLowSurrogate(text[0]) && !char.IsHighSurrogate(text[^1])))
        {
            return text;
        }

        if (_held != '\0')
        {
            text = char.IsLowSurrogate(text[0]) ? _held + text : Replacement + text;
            _held = '\0';
        }
        else if (char.IsLowSurrogate(text[0]))
        {
            text = Replacement + text[1..];
        }

        if (char.IsHighSurrogate(text[^1]))
        {
            _held = text[^1];
            text = text[..^1];
        }

        return text;
    }

    /// <summary>What is left when no more text comes: nothing, or the replacement of half a character.</summary>
    public string Finish()
    {
        var rest = _held == '\0' ? "" : Replacement;
        _held = '\0';
        return rest;
    }
}
