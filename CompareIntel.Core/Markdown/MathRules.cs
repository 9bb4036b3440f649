using System.Buffers;

namespace CompareIntel.Core.Markdown;

/// <summary>Tells formulas from prices and paths: both have dollar signs, and an answer may have both in one line.</summary>
internal static class MathRules
{
    /// <summary>Longer formulas within a line are not looked for, so that a lone sign in a long paragraph costs little.</summary>
    public const int MaximumInlineLength = 2_000;

    private static readonly SearchValues<char> s_operators = SearchValues.Create(@"\^_=+<>{}*/");

    public static bool CanOpen(char before, char after) =>
        !char.IsWhiteSpace(after) && after != '\0' && !char.IsLetterOrDigit(before) && before is not ('$' or '\\');

    public static bool CanClose(char before, char after) => !char.IsWhiteSpace(before) && before != '\\' && !char.IsLetterOrDigit(after);

    /// <summary>Something that begins with a number and goes on as a sentence is an amount.</summary>
    public static bool IsFormula(ReadOnlySpan<char> content)
    {
        if (content.Trim().IsEmpty || content.Contains('`'))
        {
            return false;
        }

        return !char.IsDigit(content[0]) || !ContainsWhiteSpace(content) || content.ContainsAny(s_operators);
    }

    private static bool ContainsWhiteSpace(ReadOnlySpan<char> content)
    {
        foreach (var letter in content)
        {
            if (char.IsWhiteSpace(letter))
            {
                return true;
            }
        }

        return false;
    }
}
