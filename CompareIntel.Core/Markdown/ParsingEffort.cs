namespace CompareIntel.Core.Markdown;

/// <summary>
/// Guesses what it would take to parse a text. The parser tries every sign that may begin an element against those before it, within one paragraph; a
/// few thousand that lead nowhere cost seconds.
/// </summary>
internal static class ParsingEffort
{
    /// <summary>About 2,000 signs in one paragraph: what is worth a frame.</summary>
    public const long Frame = 4_000_000;

    /// <summary>About 6,000: what is worth a wait at the end.</summary>
    public const long Whole = 40_000_000;

    public static bool IsWithin(ReadOnlySpan<char> text, long limit)
    {
        long effort = 0;
        long signs = 0;
        FenceScanner? fence = null;
        foreach (var line in text.EnumerateLines())
        {
            // Nothing is looked for in code.
            if (fence is { } open)
            {
                fence = open.Closes(line) ? null : fence;
                continue;
            }

            if (line.StartsWith("```") || line.StartsWith("~~~"))
            {
                fence = FenceScanner.From(line) is var opening && !line[opening.Count..].Contains('`') ? opening : null;
            }

            if (BeginsAnew(line.TrimStart()))
            {
                effort += signs * signs;
                signs = 0;
            }

            signs += line.Count('[') + line.Count('*') + line.Count('_');
        }

        return effort + (signs * signs) <= limit;
    }

    // An item, a row or a heading is a paragraph of its own here.
    private static bool BeginsAnew(ReadOnlySpan<char> line) =>
        line.IsEmpty || line[0] is '|' or '#' or '-' or '+' || char.IsAsciiDigit(line[0]) || line.StartsWith("* ");
}
