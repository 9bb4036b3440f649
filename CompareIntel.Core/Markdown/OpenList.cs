using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>A list. Items that others follow have settled.</summary>
internal sealed class OpenList(int id, int start, MarkdownBlock? previous) : OpenBlock(id, start, previous)
{
    private readonly NodeList _nodes = new();
    private ListBlock? _first;
    private bool _loose;

    public override OpenReading? Read(SourceText source, bool final)
    {
        var parsed = ParsedText.TryParse(source.From(Position, final), Position, MarkdownPipelines.Streaming);
        if (parsed is null || parsed.Blocks.Count == 0 || parsed.Blocks[0] is not ListBlock list || !Continues(list))
        {
            return _first is null || SettledCount == 0 ? null : new OpenReading(Assemble(Opening(_first), []), Position);
        }

        _loose |= list.IsLoose;
        _first ??= Headline(list);
        var closed = parsed.IsClosed(0);
        var groups = BlockShaper.GroupsOf(list);
        var settled = 0;
        while (!closed && !final && settled + 1 < groups.Count && CanSettleBefore(list[groups[settled].End], parsed))
        {
            Settle(BlockShaper.ItemsOf(list, groups[settled].Start, groups[settled].End, settled: true, _nodes));
            settled++;
        }

        if (settled > 0)
        {
            Position += parsed.LineStart(list[groups[settled].Start].Span.Start);
        }

        var ended = closed || final;
        var open = groups.Skip(settled).Select(group => BlockShaper.ItemsOf(list, group.Start, group.End, ended, _nodes)).ToList();
        var end = closed ? parsed.StartOf(1) : final ? EndOf(parsed, source) : (int?)null;
        return new OpenReading(Assemble(Opening(_first), open), end, parsed);
    }

    private static int EndOf(ParsedText parsed, SourceText source) => parsed.Blocks.Count > 1 ? parsed.StartOf(1) : source.Length;

    // Kept without the items: they are nodes by now.
    private static ListBlock Headline(ListBlock list) => new(list.Parser!)
    {
        IsOrdered = list.IsOrdered,
        BulletType = list.BulletType,
        OrderedDelimiter = list.OrderedDelimiter,
        OrderedStart = list.OrderedStart,
    };

    private bool Continues(ListBlock list) => _first is null
        || (list.IsOrdered == _first.IsOrdered && list.BulletType == _first.BulletType && list.OrderedDelimiter == _first.OrderedDelimiter);

    // Its first line must be whole, since it might yet be something else; and it must be an item when it is read without those before it.
    private static bool CanSettleBefore(Block item, ParsedText parsed) =>
        parsed.HasCompleteLine(item.Span.Start) && item.Span.Start - parsed.LineStart(item.Span.Start) <= 3;

    private MarkdownNode[] Opening(ListBlock list)
    {
        NodeWriter.OpenList(list, _loose, _nodes);
        return _nodes.Take();
    }
}
