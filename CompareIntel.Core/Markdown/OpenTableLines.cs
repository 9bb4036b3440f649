namespace CompareIntel.Core.Markdown;

/// <summary>Finds the rows of a table among lines.</summary>
internal static class OpenTableLines
{
    /// <summary>A line that is longer is shown even if it is not whole.</summary>
    public const int ShortLine = 80;

    /// <summary>How long the rows are, and whether a line has come that is none.</summary>
    public static (int Length, bool Ended) Read(string text, bool isFast, bool final)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return final && !text.AsSpan(start).Contains('|')
                    ? (start, true)
                    : (!final && IsUnfinishedRow(text.AsSpan(start), isFast) ? start : text.Length, false);
            }

            if (!text.AsSpan(start, end - start).Contains('|'))
            {
                return (start, true);
            }

            start = end + 1;
        }

        return (text.Length, false);
    }

    /// <summary>
    /// Whether a line at a table's end is left for later: it can't be told yet from one that would end the table, or the text grows by rows from one
    /// document to the next, so that the line will be whole in the next one and would only be sent twice.
    /// </summary>
    public static bool IsUnfinishedRow(ReadOnlySpan<char> line, bool isFast) =>
        line.Length < ShortLine && (isFast || !(line.Contains('|') && line.ContainsAnyExcept("| \t:-")));

    /// <summary>The length of the first lines of a text.</summary>
    public static int LengthOf(string text, int lines)
    {
        var length = 0;
        for (var line = 0; line < lines && length < text.Length; line++)
        {
            var end = text.IndexOf('\n', length);
            length = end < 0 ? text.Length : end + 1;
        }

        return length;
    }
}
