using System.Globalization;
using System.Text;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>What an exported file is called: the day, words of the prompt, and the id's beginning. ASCII letters, digits and dashes, so that it is a name everywhere.</summary>
public static class ExportFileName
{
    private const int LongestWords = 48;

    public static string Of(LiveComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var words = new StringBuilder();
        foreach (var letter in comparison.Request.Prompt)
        {
            if (words.Length >= LongestWords)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                words.Append(char.ToLowerInvariant(letter));
            }
            else if (words.Length > 0 && words[^1] != '-')
            {
                words.Append('-');
            }
        }

        string[] parts = [comparison.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), words.ToString().Trim('-'), comparison.Id[..Math.Min(8, comparison.Id.Length)]];
        return string.Join('-', parts.Where(static part => part.Length > 0));
    }
}
