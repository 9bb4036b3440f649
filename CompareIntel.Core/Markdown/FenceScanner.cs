namespace CompareIntel.Core.Markdown;

/// <summary>Knows the closing fence that belongs to an opening one, by CommonMark's rules.</summary>
internal readonly record struct FenceScanner(char Letter, int Count, int Indent)
{
    public static FenceScanner From(ReadOnlySpan<char> openingLine)
    {
        var indent = IndentOf(openingLine);
        var fence = openingLine[indent..];
        var letter = fence.IsEmpty ? '`' : fence[0];
        return new FenceScanner(letter, CountOf(fence, letter), indent);
    }

    public bool Closes(ReadOnlySpan<char> line)
    {
        var indent = IndentOf(line);
        if (indent > 3)
        {
            return false;
        }

        var fence = line[indent..];
        var count = CountOf(fence, Letter);
        return count >= Count && fence[count..].Trim(" \t").IsEmpty;
    }

    /// <summary>Whether a line that is still being written can become the closing fence; it is not shown before that is known.</summary>
    public bool MayClose(ReadOnlySpan<char> line)
    {
        var indent = IndentOf(line);
        var fence = line[indent..];
        var count = CountOf(fence, Letter);
        return indent <= 3 && count > 0 && (count == fence.Length || Closes(line));
    }

    /// <summary>A line of code without the indent that the opening fence has.</summary>
    public ReadOnlySpan<char> Strip(ReadOnlySpan<char> line) => line[Math.Min(Indent, IndentOf(line))..];

    private static int IndentOf(ReadOnlySpan<char> line) => CountOf(line, ' ');

    private static int CountOf(ReadOnlySpan<char> text, char letter)
    {
        var count = text.IndexOfAnyExcept(letter);
        return count < 0 ? text.Length : count;
    }
}
