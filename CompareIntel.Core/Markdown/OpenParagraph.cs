using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>A long paragraph. Sentences settle that no sign before them can reach into any more.</summary>
internal sealed class OpenParagraph(int id, int start, MarkdownBlock? previous) : OpenBlock(id, start, previous)
{
    // Makes the rest of a paragraph be read as the rest of a paragraph, whatever it begins with.
    private const string Mark = "\uE000";

    // From here on a cut that may have to be put right at the end is better than a paragraph that is parsed whole at every frame.
    private const int ForcedLength = 4_000;

    private static readonly MarkdownNode[] s_opening = [MarkdownNode.Open(MarkdownElement.Paragraph)];

    public override OpenReading? Read(SourceText source, bool final)
    {
        while (true)
        {
            var text = source.From(Position, final);
            var parsed = Parse(final ? text : text[..KnownLength(text)], Position, SettledCount > 0);
            if (parsed is null || parsed.Blocks.Count == 0 || parsed.Blocks[0] is not ParagraphBlock paragraph)
            {
                return null;
            }

            var ended = final || parsed.IsClosed(0);
            var nodes = NodesOf(paragraph);
            if (!ended && parsed.Blocks.Count == 1 && text.Length > BlockShaper.CharactersPerChunk && TrySettle(parsed, nodes))
            {
                continue;
            }

            var end = !ended ? (int?)null : parsed.Blocks.Count > 1 ? parsed.StartOf(1) : source.Length;
            return new OpenReading(Assemble(s_opening, [nodes]), end, parsed);
        }
    }

    private static ParsedText? Parse(string text, int position, bool continues) => continues
        ? ParsedText.TryParse(Mark + text, position - Mark.Length, MarkdownPipelines.Streaming)
        : ParsedText.TryParse(text, position, MarkdownPipelines.Streaming);

    // A line of dashes would make all of it a heading, or a table. Most often it becomes something else.
    private int KnownLength(string text)
    {
        var line = text.LastIndexOf('\n') + 1;
        return SettledCount > 0 && line > 0 && text.AsSpan(line).Trim("-=|: ").IsEmpty ? line - 1 : text.Length;
    }

    private bool TrySettle(ParsedText parsed, MarkdownNode[] whole)
    {
        var mark = SettledCount > 0 ? Mark.Length : 0;
        var cut = ParagraphCutter.Find((ParagraphBlock)parsed.Blocks[0], parsed.Text, BlockShaper.CharactersPerChunk / 3);
        if (cut.Safe > 0 && Split(parsed.Text, mark, cut.Safe, whole) is { } settled)
        {
            Settle(settled);
            Position += cut.Safe - mark;
            return true;
        }

        if (parsed.Text.Length < ForcedLength || cut.Possible <= 0 || NodesOf(parsed.Text[mark..cut.Possible]) is not { } forced)
        {
            return false;
        }

        Settle(forced);
        Position += cut.Possible - mark;
        return true;
    }

    // Both parts on their own must show what they show together.
    private MarkdownNode[]? Split(string text, int mark, int cut, MarkdownNode[] whole)
    {
        var before = NodesOf(text[mark..cut]);
        var after = Parse(text[cut..], 0, continues: true) is { Blocks: [ParagraphBlock rest, ..] } ? NodesOf(rest) : null;
        return before is not null && after is not null
            && NodeComparer.AreSame(NodeComparer.Flatten([], [before, after]), NodeComparer.Flatten([], [whole])) ? before : null;
    }

    private MarkdownNode[]? NodesOf(string text) =>
        Parse(text, 0, SettledCount > 0) is { Blocks: [ParagraphBlock paragraph] } ? NodesOf(paragraph) : null;

    private static MarkdownNode[] NodesOf(ParagraphBlock paragraph)
    {
        var list = new NodeList();
        InlineWriter.Write(paragraph.Inline, list);
        var nodes = list.Take();
        if (nodes.Length == 0 || nodes[0].Value is not { } first || !first.StartsWith(Mark, StringComparison.Ordinal))
        {
            return nodes;
        }

        return first.Length == Mark.Length ? nodes[1..] : [MarkdownNode.Text(first[Mark.Length..]), .. nodes[1..]];
    }
}
