using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>Writes parsed blocks as nodes. The parser bounds how deeply blocks nest.</summary>
internal static class NodeWriter
{
    // The style sheet knows so many columns.
    private const int LongestAlignments = 12;

    private const int MostEmptyCells = 32;

    public static void Write(Block block, NodeList nodes, bool settled)
    {
        switch (block)
        {
            case LinkReferenceDefinitionGroup or LinkReferenceDefinition:
                return;
            case CodeBlock code:
                OpenCode(LanguageOf(code), settled ? code.Lines.Count : null, nodes);
                WriteLines(code, 0, code.Lines.Count, nodes);
                nodes.Close();
                nodes.Close();
                return;
            case MathBlock math:
                WriteMath(math, nodes);
                return;
            case HeadingBlock heading:
                WriteLeaf(MarkdownElement.Heading1 + Math.Clamp(heading.Level - 1, 0, 5), heading, nodes);
                return;
            case ThematicBreakBlock:
                nodes.Open(MarkdownElement.Rule);
                nodes.Close();
                return;
            case LeafBlock leaf:
                WriteLeaf(MarkdownElement.Paragraph, leaf, nodes);
                return;
            case ListBlock list:
                OpenList(list, list.IsLoose, nodes);
                WriteChildren(list, nodes, settled);
                nodes.Close();
                return;
            case Table table:
                WriteTable(table, nodes);
                return;
            case ContainerBlock container:
                WriteContainer(container, nodes, settled);
                return;
        }
    }

    public static string? LanguageOf(CodeBlock code) => CodeLanguage.From((code as FencedCodeBlock)?.Info);

    public static void OpenCode(string? language, int? lines, NodeList nodes)
    {
        nodes.Open(MarkdownElement.CodeBlock);
        if (language is not null)
        {
            nodes.Set(MarkdownProperty.Language, language);
        }

        if (lines is { } count)
        {
            nodes.Set(MarkdownProperty.Lines, count.ToString(CultureInfo.InvariantCulture));
        }

        nodes.Open(MarkdownElement.CodeText);
    }

    public static void WriteLines(CodeBlock code, int start, int end, NodeList nodes)
    {
        for (var index = start; index < end; index++)
        {
            nodes.CodeLine(code.Lines.Lines[index].Slice.ToString() + "\n");
        }
    }

    public static void OpenList(ListBlock list, bool loose, NodeList nodes)
    {
        nodes.Open(list.IsOrdered ? MarkdownElement.OrderedList : MarkdownElement.BulletList);
        if (list.IsOrdered && int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start != 1)
        {
            nodes.Set(MarkdownProperty.Start, start.ToString(CultureInfo.InvariantCulture));
        }

        if (loose)
        {
            nodes.Set(MarkdownProperty.Loose, "");
        }
    }

    /// <summary>The element with its whole head; its rows come after it.</summary>
    public static void OpenTable(Table table, NodeList nodes)
    {
        nodes.Open(MarkdownElement.Table);
        if (AlignmentsOf(table) is { Length: > 0 } alignments)
        {
            nodes.Set(MarkdownProperty.Alignments, alignments);
        }

        if (table.FirstOrDefault() is TableRow { IsHeader: true } head)
        {
            nodes.Open(MarkdownElement.TableHead);
            WriteRow(head, nodes);
            nodes.Close();
        }
    }

    public static void WriteRows(IEnumerable<TableRow> rows, NodeList nodes)
    {
        nodes.Open(MarkdownElement.TableBody);
        foreach (var row in rows)
        {
            WriteRow(row, nodes);
        }

        nodes.Close();
    }

    public static IEnumerable<TableRow> RowsOf(Table table) => table.OfType<TableRow>().Where(row => !row.IsHeader);

    private static void WriteTable(Table table, NodeList nodes)
    {
        OpenTable(table, nodes);
        if (RowsOf(table).Any())
        {
            WriteRows(RowsOf(table), nodes);
        }

        nodes.Close();
    }

    private static void WriteRow(TableRow row, NodeList nodes)
    {
        nodes.Open(MarkdownElement.TableRow);
        for (var index = 0; index < CellsOf(row); index++)
        {
            var cell = (TableCell)row[index];
            nodes.Open(row.IsHeader ? MarkdownElement.TableHeaderCell : MarkdownElement.TableCell);
            if (cell.Count == 1 && cell[0] is ParagraphBlock paragraph)
            {
                InlineWriter.Write(paragraph.Inline, nodes);
            }
            else
            {
                WriteChildren(cell, nodes, settled: true);
            }

            nodes.Close();
        }

        nodes.Close();
    }

    // Every row is filled up to the widest: two lines of a thousand characters could ask for cells by the hundred thousand. A short row looks the same.
    private static int CellsOf(TableRow row)
    {
        var count = row.Count;
        while (count > MostEmptyCells && row[count - 1] is TableCell { Count: 0 })
        {
            count--;
        }

        return count;
    }

    // Said once for the table: on every cell it would be a third of what a cell costs.
    private static string AlignmentsOf(Table table) => string.Join(
        ' ',
        table.ColumnDefinitions.Take(LongestAlignments).Select((column, index) => (column.Alignment, Number: index + 1))
            .Where(static column => column.Alignment is TableColumnAlign.Center or TableColumnAlign.Right)
            .Select(static column => string.Create(CultureInfo.InvariantCulture, $"{(column.Alignment == TableColumnAlign.Center ? 'c' : 'r')}{column.Number}")));

    private static void WriteContainer(ContainerBlock container, NodeList nodes, bool settled)
    {
        MarkdownElement? element = container switch
        {
            ListItemBlock => MarkdownElement.ListItem,
            QuoteBlock => MarkdownElement.Quote,
            FootnoteGroup => MarkdownElement.FootnoteList,
            Footnote => MarkdownElement.Footnote,
            _ => null,
        };
        if (element is { } known)
        {
            nodes.Open(known);
        }

        if (container is Footnote footnote)
        {
            nodes.Set(MarkdownProperty.Footnote, footnote.Order.ToString(CultureInfo.InvariantCulture));
        }

        WriteChildren(container, nodes, settled);
        if (element is not null)
        {
            nodes.Close();
        }
    }

    private static void WriteChildren(ContainerBlock container, NodeList nodes, bool settled)
    {
        for (var index = 0; index < container.Count; index++)
        {
            if (!ParsedText.IsLeftOver(container, index))
            {
                Write(container[index], nodes, settled);
            }
        }
    }

    private static void WriteLeaf(MarkdownElement element, LeafBlock leaf, NodeList nodes)
    {
        nodes.Open(element);
        InlineWriter.Write(leaf.Inline, nodes);
        nodes.Close();
    }

    private static void WriteMath(MathBlock math, NodeList nodes)
    {
        if (math.IsClosed)
        {
            InlineWriter.WriteMath(math.Tex, display: true, nodes);
            return;
        }

        nodes.Open(MarkdownElement.Paragraph);
        nodes.Text(math.Closing == "$$" ? "$$" : @"\[");
        nodes.Text(math.Source);
        nodes.Close();
    }
}
