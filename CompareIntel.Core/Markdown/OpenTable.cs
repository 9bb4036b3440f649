using Markdig.Extensions.Tables;

namespace CompareIntel.Core.Markdown;

/// <summary>A table. It is read as its head and the rows that have not settled.</summary>
internal sealed class OpenTable : OpenBlock
{
    private readonly NodeList _nodes = new();
    private readonly string _head;
    private IReadOnlyList<MarkdownNode>? _opening;

    /// <param name="id">The block's name.</param>
    /// <param name="start">Where the head begins.</param>
    /// <param name="head">The head and the line below it, each with its end.</param>
    /// <param name="previous">The block as it was shown last.</param>
    public OpenTable(int id, int start, string head, MarkdownBlock? previous)
        : base(id, start, previous)
    {
        _head = head;
        Position = start + head.Length;
    }

    public override int ContextLength => _head.Length;

    public override OpenReading? Read(SourceText source, bool final)
    {
        var text = source.From(Position, final);
        var rows = OpenTableLines.Read(text, source.IsFast, final);
        var parsed = ParsedText.TryParse(_head + text[..rows.Length], Position - _head.Length, MarkdownPipelines.Streaming);
        if (parsed is null || parsed.Blocks.Count == 0 || parsed.Blocks[0] is not Table table)
        {
            return _opening is null || SettledCount == 0 ? null : new OpenReading(Assemble(_opening, []), Position);
        }

        _opening ??= Opening(table);
        var closed = parsed.IsClosed(0);
        var end = closed ? parsed.StartOf(1) : rows.Ended ? Position + rows.Length : final ? source.Length : (int?)null;
        var groups = NodeWriter.RowsOf(table).Chunk(BlockShaper.RowsPerChunk).ToList();
        var settled = 0;
        while (end is null && settled + 1 < groups.Count)
        {
            Settle(Rows(groups[settled]));
            Position += OpenTableLines.LengthOf(source.From(Position, final), BlockShaper.RowsPerChunk);
            settled++;
        }

        return new OpenReading(Assemble(_opening, [.. groups.Skip(settled).Select(group => Rows(group))]), end, parsed);
    }

    private MarkdownNode[] Rows(TableRow[] rows)
    {
        NodeWriter.WriteRows(rows, _nodes);
        return _nodes.Take();
    }

    private MarkdownNode[] Opening(Table table)
    {
        NodeWriter.OpenTable(table, _nodes);
        return _nodes.Take();
    }
}
