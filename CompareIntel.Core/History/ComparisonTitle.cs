using CompareIntel.Core.Markdown;

namespace CompareIntel.Core.History;

/// <summary>Titles of conversations.</summary>
public static class ComparisonTitle
{
    /// <summary>Characters of a title at most.</summary>
    public const int MostCharacters = 80;

    // A prompt may begin with marks alone, such as the fence of a code block.
    private const int MostLines = 10;
    private const int MostLineCharacters = 400;

    /// <summary>The first line of a prompt that says something, without Markdown's marks, cut at the end of a word; never empty for a prompt that is not blank.</summary>
    public static string Of(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var lines = prompt.Split('\n', MostLines + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(MostLines)
            .Select(static line => line[..Math.Min(line.Length, MostLineCharacters)])
            .ToArray();
        var title = lines.Select(WithoutMarks).FirstOrDefault(static line => line.Any(char.IsLetterOrDigit)) ?? Collapse(lines.FirstOrDefault() ?? "");
        return Shorten(title);
    }

    /// <summary>A title that somebody typed: one line, no more than <see cref="MostCharacters"/>; null when nothing is left of it.</summary>
    public static string? Clean(string typed) => Shorten(Collapse(typed)) is { Length: > 0 } title ? title : null;

    private static string WithoutMarks(string line)
    {
        // A fence would make code of nothing but its language.
        if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
        {
            return "";
        }

        var builder = new MarkdownBuilder();
        builder.Append(line);
        builder.Complete();
        var text = Collapse(PlainTextWriter.Write(builder.ToDocument()));
        return text.StartsWith("- ", StringComparison.Ordinal) ? text[2..] : text;
    }

    private static string Collapse(string text) =>
        string.Join(' ', string.Concat(text.Select(static character => char.IsControl(character) ? ' ' : character)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Shorten(string line)
    {
        if (line.Length <= MostCharacters)
        {
            return line;
        }

        // Room for the dots; a word that takes more than half of the line is cut.
        var end = line.LastIndexOf(' ', MostCharacters - 1);
        if (end < MostCharacters / 2)
        {
            end = char.IsHighSurrogate(line[MostCharacters - 2]) ? MostCharacters - 2 : MostCharacters - 1;
        }

        return $"{line[..end].TrimEnd(' ', ',', ';', ':', '.')}…";
    }
}
