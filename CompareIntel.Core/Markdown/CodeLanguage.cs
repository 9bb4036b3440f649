namespace CompareIntel.Core.Markdown;

/// <summary>Reads a code block's language from what stands behind its opening fence.</summary>
internal static class CodeLanguage
{
    private const int MaximumLength = 32;

    /// <summary>The name as <see cref="MarkdownProperty.Language"/> promises it; null when there is none.</summary>
    public static string? From(string? info)
    {
        var text = info.AsSpan();
        var start = 0;
        while (start < text.Length && !char.IsAsciiLetterOrDigit(text[start]))
        {
            start++;
        }

        text = text[start..];
        var length = 0;
        while (length < text.Length && length < MaximumLength && (char.IsAsciiLetterOrDigit(text[length]) || "+-#._".Contains(text[length])))
        {
            length++;
        }

        return length == 0 ? null : text[..length].ToString();
    }
}
