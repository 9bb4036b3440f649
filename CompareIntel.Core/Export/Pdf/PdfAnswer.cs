using System.Globalization;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>Lays a formatted text out on pages.</summary>
internal sealed class PdfAnswer(PdfPages pages, PdfFonts fonts)
{
    private const float BodySize = 10;
    private const float CodeSize = 8.6f;
    private const float TableSize = 9;
    private const float Indent = 18;

    // Deeper than this, text would stand in a column of single letters.
    private const float NarrowestText = 120;

    private static readonly PdfStyle s_body = new(BodySize);
    private static readonly PdfStyle s_code = new(CodeSize) { Mono = true };

    private readonly PdfLines _lines = new(fonts);

    public void Write(string markdown)
    {
        var builder = new MarkdownBuilder();
        builder.Append(markdown);
        builder.Complete();
        WriteBlocks(PdfElement.Of(builder.ToDocument()), PdfPages.Left, s_body);
    }

    /// <summary>Text of one style, broken into lines.</summary>
    public void WriteText(string text, PdfStyle style) => WriteLines([new PdfRun(text, style)], PdfPages.Left, style);

    private static float WidthFrom(float left) => PdfPages.Left + PdfPages.Width - left;

    private static float Indented(float left) => WidthFrom(left) - Indent >= NarrowestText ? left + Indent : left;

    private void WriteBlocks(PdfElement parent, float left, PdfStyle style)
    {
        var inline = new List<PdfRun>();
        foreach (var child in parent.Children)
        {
            if (child is PdfElement { IsInline: false } block)
            {
                Flush();
                WriteBlock(block, left, style);
            }
            else
            {
                Collect(child, style, inline);
            }
        }

        Flush();

        void Flush()
        {
            if (inline.Count > 0)
            {
                WriteLines(inline, left, style);
                inline.Clear();
            }
        }
    }

    private void WriteBlock(PdfElement block, float left, PdfStyle style)
    {
        switch (block.Element)
        {
            case >= MarkdownElement.Heading1 and <= MarkdownElement.Heading6:
                var heading = style with { Bold = true, Size = block.Element switch { MarkdownElement.Heading1 => 14, MarkdownElement.Heading2 => 12.5f, MarkdownElement.Heading3 => 11.2f, _ => BodySize } };
                pages.Space(8);

                // A heading does not stand alone at a page's end.
                pages.Need(heading.Size * 4);
                WriteLines(RunsOf(block, heading), left, heading);
                pages.Space(3);
                break;
            case MarkdownElement.BulletList or MarkdownElement.OrderedList or MarkdownElement.FootnoteList:
                WriteList(block, left, style);
                break;
            case MarkdownElement.Quote:
                pages.Space(4);
                pages.Need(BodySize * 2);
                var mark = pages.Mark();
                WriteBlocks(block, Indented(left), style with { Muted = true });
                pages.WriteBar(mark, left + 4);
                pages.Space(4);
                break;
            case MarkdownElement.CodeBlock:
                WriteCode(TextOf(block).TrimEnd('\n'), left);
                break;
            case MarkdownElement.Math:
                WriteCode(TextOf(block).Trim('\n'), left);
                break;
            case MarkdownElement.Table:
                WriteTable(block, left, style);
                break;
            case MarkdownElement.Rule:
                pages.Space(6);
                pages.WriteRule(left, WidthFrom(left));
                pages.Space(6);
                break;
            default:
                WriteBlocks(block, left, style);
                pages.Space(5);
                break;
        }
    }

    private void WriteList(PdfElement list, float left, PdfStyle style)
    {
        var number = int.TryParse(list[MarkdownProperty.Start], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        var indented = Indented(left);
        foreach (var item in list.Children.OfType<PdfElement>())
        {
            var marker = list.Element == MarkdownElement.BulletList ? "•" : string.Create(CultureInfo.InvariantCulture, $"{number++}.");
            var pieces = fonts.PiecesOf(marker, style).ToList();
            var width = pieces.Sum(static piece => piece.Width);
            var text = indented == left ? left : Math.Max(indented, left + width + 5);
            WriteItem(item, pieces, left, text, style);
            pages.Space(1.5f);
        }

        pages.Space(4);
    }

    // The marker shares the line of the item's first words.
    private void WriteItem(PdfElement item, List<PdfPiece> marker, float left, float text, PdfStyle style)
    {
        var first = item.Children.TakeWhile(static child => child is not PdfElement { IsInline: false }).ToList();
        var rest = item.Children.Skip(first.Count).ToList();
        if (first.Count == 0 && rest.FirstOrDefault() is PdfElement { Element: MarkdownElement.Paragraph } paragraph)
        {
            first = paragraph.Children;
            rest.RemoveAt(0);
        }

        var runs = new List<PdfRun>();
        first.ForEach(child => Collect(child, style, runs));
        var lines = _lines.Break(runs, WidthFrom(text));
        pages.WriteRow([(marker, left), (lines[0], text)], style.Size);
        foreach (var line in lines.Skip(1))
        {
            pages.WriteLine(line, text, style.Size);
        }

        var remaining = new PdfElement(null);
        remaining.Children.AddRange(rest);
        WriteBlocks(remaining, text, style);
    }

    private void WriteCode(string code, float left)
    {
        pages.Space(4);
        var width = WidthFrom(left) - 12;
        foreach (var line in _lines.Break([new PdfRun(code.ReplaceLineEndings("\n"), s_code)], width))
        {
            pages.WriteLine(line, left + 6, CodeSize, width);
        }

        pages.Space(7);
    }

    private void WriteTable(PdfElement table, float left, PdfStyle style)
    {
        var rows = RowsOf(table).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var columns = rows.Max(static row => row.Cells.Count);
        var cells = rows
            .Select(row => row.Cells.Select(cell => RunsOf(cell, style with { Size = TableSize, Bold = style.Bold || cell.Element == MarkdownElement.TableHeaderCell })).ToList())
            .ToList();
        var widths = ColumnWidths(cells, columns, WidthFrom(left));
        pages.Space(4);
        foreach (var row in cells)
        {
            var broken = row.Select((runs, column) => _lines.Break(runs, widths[column] - 8)).ToList();
            for (var line = 0; line < broken.Select(static cell => cell.Count).DefaultIfEmpty(0).Max(); line++)
            {
                var x = left;
                var parts = new List<(IReadOnlyList<PdfPiece>, float)>();
                for (var column = 0; column < broken.Count; column++)
                {
                    if (line < broken[column].Count)
                    {
                        parts.Add((broken[column][line], x));
                    }

                    x += widths[column];
                }

                pages.WriteRow(parts, TableSize);
            }

            pages.WriteRule(left, widths.Sum());
            pages.Space(1.5f);
        }

        pages.Space(6);
    }

    private static IEnumerable<(bool IsHead, List<PdfElement> Cells)> RowsOf(PdfElement table) => table.Children
        .OfType<PdfElement>()
        .SelectMany(static part => part.Element == MarkdownElement.TableRow ? [part] : part.Children.OfType<PdfElement>().ToArray())
        .Select(static row => (row.Children.OfType<PdfElement>().Any(static cell => cell.Element == MarkdownElement.TableHeaderCell), row.Children.OfType<PdfElement>().ToList()))
        .Where(static row => row.Item2.Count > 0);

    /// <summary>Each column as wide as its widest cell where all fit; else narrow ones keep their width and wide ones share the rest.</summary>
    private float[] ColumnWidths(List<List<List<PdfRun>>> rows, int columns, float available)
    {
        var natural = new float[columns];
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Count; column++)
            {
                var width = _lines.Break(row[column], float.MaxValue).Max(static line => line.Sum(static piece => piece.Width)) + 10;
                natural[column] = Math.Max(natural[column], width);
            }
        }

        if (natural.Sum() <= available)
        {
            return natural;
        }

        var fair = available / columns;
        var narrow = natural.Where(width => width <= fair).Sum();
        var wide = natural.Where(width => width > fair).Sum();
        return [.. natural.Select(width => width <= fair ? width : (available - narrow) * width / wide)];
    }

    private void WriteLines(IReadOnlyList<PdfRun> runs, float left, PdfStyle style)
    {
        foreach (var line in _lines.Break(runs, WidthFrom(left)))
        {
            pages.WriteLine(line, left, style.Size);
        }
    }

    private static List<PdfRun> RunsOf(PdfElement element, PdfStyle style)
    {
        var runs = new List<PdfRun>();
        element.Children.ForEach(child => Collect(child, style, runs));
        return runs;
    }

    private static void Collect(object child, PdfStyle style, List<PdfRun> runs)
    {
        if (child is string text)
        {
            runs.Add(new PdfRun(text, style));
            return;
        }

        var element = (PdfElement)child;
        switch (element.Element)
        {
            case MarkdownElement.LineBreak:
                runs.Add(new PdfRun("\n", style));
                return;
            case MarkdownElement.TaskBox:
                runs.Add(new PdfRun(element[MarkdownProperty.Checked] is null ? "☐ " : "☑ ", style));
                return;
            case MarkdownElement.FootnoteReturn:
                return;
            default:
                break;
        }

        var inner = element.Element switch
        {
            MarkdownElement.Strong => style with { Bold = true },
            MarkdownElement.Emphasis => style with { Italic = true },
            MarkdownElement.Strikethrough => style with { Strikethrough = true },
            MarkdownElement.InlineCode or MarkdownElement.Math => style with { Mono = true, Size = style.Size * 0.9f },
            MarkdownElement.Link => style with { Address = element[MarkdownProperty.Address] },
            MarkdownElement.FootnoteReference => style with { Size = style.Size * 0.75f },
            _ => style,
        };
        foreach (var part in element.Children)
        {
            Collect(part, inner, runs);
        }
    }

    private static string TextOf(PdfElement element) => string.Concat(element.Children.Select(static child => child as string ?? TextOf((PdfElement)child)));
}
