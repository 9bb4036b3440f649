using System.Text;
using Markdig.Parsers;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>TeX on lines of its own.</summary>
internal sealed class MathBlock(BlockParser parser, string closing) : LeafBlock(parser)
{
    private readonly StringBuilder _tex = new();

    public string Closing { get; } = closing;

    /// <summary>False for as long as the end has not come; it is then shown as it was written.</summary>
    public bool IsClosed { get; set; }

    public string Tex => _tex.ToString().Trim();

    /// <summary>What follows the opening signs, as it was written.</summary>
    public string Source => _tex.ToString().TrimEnd();

    public void AddLine(ReadOnlySpan<char> line) => _tex.Append(line).Append('\n');
}
