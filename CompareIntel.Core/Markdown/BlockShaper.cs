using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Cuts a parsed block into an opening and chunks. What can grow long has this shape from its first line on, so that it need not change when it does.
/// </summary>
internal static class BlockShaper
{
    public const int LinesPerChunk = 32;

    public const int RowsPerChunk = 16;

    public const int ItemsPerChunk = 32;

    public const int CharactersPerChunk = 1_500;

    public static ShapedBlock Shape(Block block, bool settled)
    {
        var nodes = new NodeList();
        return block switch
        {
            CodeBlock code => ShapeCode(code, settled, nodes),
            Table table => ShapeTable(table, nodes),
            ListBlock list => ShapeList(list, settled, nodes),
            ParagraphBlock paragraph => ShapeParagraph(paragraph, nodes),
            _ => ShapeWhole(block, settled, nodes),
        };
    }

    /// <summary>Items that make up a chunk together, as indexes: from, and to without the last.</summary>
    public static List<(int Start, int End)> GroupsOf(ListBlock list)
    {
        var groups = new List<(int Start, int End)>();
        var start = 0;
        for (var index = 1; index < list.Count; index++)
        {
            if (index - start >= ItemsPerChunk || list[index].Span.Start - list[start].Span.Start >= CharactersPerChunk)
            {
                groups.Add((start, index));
                start = index;
            }
        }

        groups.Add((start, list.Count));
        return groups;
    }

    public static MarkdownNode[] ItemsOf(ListBlock list, int start, int end, bool settled, NodeList nodes)
    {
        for (var index = start; index < end; index++)
        {
            NodeWriter.Write(list[index], nodes, settled);
        }

        return nodes.Take();
    }

    private static ShapedBlock ShapeCode(CodeBlock code, bool settled, NodeList nodes)
    {
        NodeWriter.OpenCode(NodeWriter.LanguageOf(code), settled ? code.Lines.Count : null, nodes);
        var opening = nodes.Take();
        var chunks = new List<MarkdownNode[]>();
        for (var start = 0; start == 0 || start < code.Lines.Count; start += LinesPerChunk)
        {
            NodeWriter.WriteLines(code, start, Math.Min(start + LinesPerChunk, code.Lines.Count), nodes);
            chunks.Add(nodes.Take());
        }

        return new ShapedBlock(opening, chunks);
    }

    private static ShapedBlock ShapeTable(Table table, NodeList nodes)
    {
        NodeWriter.OpenTable(table, nodes);
        var opening = nodes.Take();
        var chunks = new List<MarkdownNode[]>();
        foreach (var rows in NodeWriter.RowsOf(table).Chunk(RowsPerChunk))
        {
            NodeWriter.WriteRows(rows, nodes);
            chunks.Add(nodes.Take());
        }

        return new ShapedBlock(opening, chunks.Count > 0 ? chunks : [[]]);
    }

    private static ShapedBlock ShapeList(ListBlock list, bool settled, NodeList nodes)
    {
        NodeWriter.OpenList(list, list.IsLoose, nodes);
        var opening = nodes.Take();
        return new ShapedBlock(opening, [.. GroupsOf(list).Select(group => ItemsOf(list, group.Start, group.End, settled, nodes))]);
    }

    private static ShapedBlock ShapeParagraph(ParagraphBlock paragraph, NodeList nodes)
    {
        InlineWriter.Write(paragraph.Inline, nodes);
        return new ShapedBlock([MarkdownNode.Open(MarkdownElement.Paragraph)], [nodes.Take()]);
    }

    private static ShapedBlock ShapeWhole(Block block, bool settled, NodeList nodes)
    {
        NodeWriter.Write(block, nodes, settled);
        return new ShapedBlock([], [nodes.Take()]);
    }
}
