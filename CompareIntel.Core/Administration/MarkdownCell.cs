using System.Text;

namespace CompareIntel.Core.Administration;

/// <summary>What somebody or a server wrote, for a table of a Markdown document.</summary>
internal static class MarkdownCell
{
    /// <summary>The same text, so that it can't end a cell or become markup.</summary>
    public static string Of(string text)
    {
        var cell = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#')
            {
                cell.Append('\\');
            }

            cell.Append(character is '\n' or '\r' ? ' ' : character);
        }

        return cell.ToString();
    }
}
