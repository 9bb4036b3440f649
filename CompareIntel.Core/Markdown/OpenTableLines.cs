namespace CompareIntel.Core.Markdown;

/// <summary>Finds the rows of a table among lines.</summary>
internal static class OpenTableLines
{
    private const int ShortLine = 80;

    /// <summary>How long the rows are, and whether a line has come that is none.</summary>
    public static (int Length, bool Ended) Read(string text, bool final)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return final && !text.AsSpan(start).Contains('|')
                    ? (start, true)
                    : (!final && IsUnfinishedRow(text.AsSpan(start)) ? start : text.Length, false);
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
    /// Whether a line at a table's end is left for later: until it is long it can't be told from one that would end the table, and half a row costs its
    /// readers as much as the whole.
    /// </summary>
    public static bool IsUnfinishedRow(ReadOnlySpan<char> line) => line.Length < ShortLine;

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
