namespace CompareIntel.Core.Markdown;

/// <summary>Text that is shown as it was written, because to parse it at every frame would take too long. It ends at a blank line.</summary>
/// <param name="id">The block's name.</param>
/// <param name="start">Where it begins.</param>
/// <param name="toEnd">Whether it goes on over blank lines.</param>
/// <param name="previous">The block as it was shown last.</param>
internal sealed class OpenPlain(int id, int start, bool toEnd, MarkdownBlock? previous) : OpenBlock(id, start, previous)
{
    private const int PieceLength = 2_048;

    private static readonly MarkdownNode[] s_opening = [MarkdownNode.Open(MarkdownElement.Paragraph)];

    private readonly NodeList _nodes = new();

    public override OpenReading Read(SourceText source, bool final)
    {
        var text = source.From(Position, final);
        var end = toEnd ? -1 : FindBlankLine(text);
        var rest = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        while (rest.Length > PieceLength)
        {
            var length = char.IsHighSurrogate(rest[PieceLength - 1]) ? PieceLength - 1 : PieceLength;
            Settle(Nodes(rest[..length]));
            Position += length;
            rest = rest[length..];
        }

        var block = Assemble(s_opening, [Nodes(rest.TrimEnd('\n'))]);
        return new OpenReading(block, end >= 0 ? Position + rest.Length : final ? source.Length : null);
    }

    private static int FindBlankLine(string text)
    {
        for (var at = text.IndexOf('\n'); at >= 0;)
        {
            var next = text.IndexOf('\n', at + 1);
            if (next >= 0 && text.AsSpan(at, next - at).Trim().IsEmpty)
            {
                return next + 1;
            }

            at = next;
        }

        return -1;
    }

    private MarkdownNode[] Nodes(ReadOnlySpan<char> text)
    {
        _nodes.Text(text);
        return _nodes.Take();
    }
}
