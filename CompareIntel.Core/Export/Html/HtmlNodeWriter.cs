using CompareIntel.Core.Markdown;

namespace CompareIntel.Core.Export.Html;

/// <summary>A formatted text as HTML of a closed list of elements. Nothing that a model wrote becomes markup, nothing is loaded, and links lead where the document allows.</summary>
internal static class HtmlNodeWriter
{
    public static void Write(HtmlBuilder html, MarkdownDocument document)
    {
        foreach (var block in document.Blocks)
        {
            var open = new Stack<string>();
            Write(html, block.Opening, open);
            foreach (var chunk in block.Chunks)
            {
                Write(html, chunk.Nodes, open);
            }

            while (open.TryPop(out var end))
            {
                html.Markup(end);
            }

            html.Markup("\n");
        }
    }

    private static void Write(HtmlBuilder html, IReadOnlyList<MarkdownNode> nodes, Stack<string> open)
    {
        for (var index = 0; index < nodes.Count; index++)
        {
            var node = nodes[index];
            switch (node.Kind)
            {
                case MarkdownNodeKind.Text:
                    html.Text(node.Value!);
                    break;
                case MarkdownNodeKind.Open:
                    var properties = new Dictionary<MarkdownProperty, string>();
                    for (; index + 1 < nodes.Count && nodes[index + 1].Kind == MarkdownNodeKind.Property; index++)
                    {
                        properties[nodes[index + 1].Property] = nodes[index + 1].Value!;
                    }

                    open.Push(Open(html, node.Element, properties));
                    break;
                case MarkdownNodeKind.Close:
                    html.Markup(open.Pop());
                    break;
                default:
                    throw new InvalidOperationException("A property without its element.");
            }
        }
    }

    /// <summary>Writes what opens the element; what closes it.</summary>
    private static string Open(HtmlBuilder html, MarkdownElement element, Dictionary<MarkdownProperty, string> properties)
    {
        switch (element)
        {
            case MarkdownElement.CodeBlock:
                html.Markup("<pre tabindex=\"0\"");
                if (properties.TryGetValue(MarkdownProperty.Language, out var language))
                {
                    html.Attribute("data-lang", language);
                }

                html.Markup(">");
                return "</pre>";
            case MarkdownElement.Table:
                html.Markup("<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table");
                if (properties.TryGetValue(MarkdownProperty.Alignments, out var alignments))
                {
                    html.Attribute("class", alignments);
                }

                html.Markup(">");
                return "</table></div>";
            case MarkdownElement.Link when properties.TryGetValue(MarkdownProperty.Address, out var address):
                html.Markup("<a").Attribute("href", address);
                if (properties.TryGetValue(MarkdownProperty.Title, out var title))
                {
                    html.Attribute("title", title);
                }

                html.Markup(" target=\"_blank\" rel=\"noopener noreferrer nofollow\">");
                return "</a>";
            case MarkdownElement.Image:
                // Its description stands for it: a file that opens offline fetches nothing.
                html.Markup("<span class=\"image\"");
                if (properties.TryGetValue(MarkdownProperty.Source, out var source))
                {
                    html.Attribute("title", source);
                }

                html.Markup(">");
                return "</span>";
            case MarkdownElement.TaskBox:
                html.Markup(properties.ContainsKey(MarkdownProperty.Checked)
                    ? "<input type=\"checkbox\" disabled checked aria-label=\"Done\">"
                    : "<input type=\"checkbox\" disabled aria-label=\"To do\">");
                return "";
            case MarkdownElement.Math:
                html.Markup(properties.ContainsKey(MarkdownProperty.Display) ? "<code class=\"tex display\">" : "<code class=\"tex\">");
                return "</code>";
            case MarkdownElement.OrderedList:
                html.Markup("<ol");
                if (properties.TryGetValue(MarkdownProperty.Start, out var start))
                {
                    html.Attribute("start", start);
                }

                html.Markup(">");
                return "</ol>";
            case MarkdownElement.FootnoteList:
                html.Markup("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>");
                return "</ol></section>";
            case MarkdownElement.FootnoteReturn:
                html.Markup("<span hidden>");
                return "</span>";
            case MarkdownElement.PlainText:
                html.Markup("<div class=\"plain\">");
                return "</div>";
            case MarkdownElement.LineBreak:
                html.Markup("<br>");
                return "";
            case MarkdownElement.Rule:
                html.Markup("<hr>");
                return "";
            default:
                var name = NameOf(element);
                html.Markup($"<{name}>");
                return $"</{name}>";
        }
    }

    private static string NameOf(MarkdownElement element) => element switch
    {
        MarkdownElement.Paragraph => "p",

        // The file and the answer have the first two levels.
        MarkdownElement.Heading1 => "h3",
        MarkdownElement.Heading2 => "h4",
        MarkdownElement.Heading3 => "h5",
        MarkdownElement.Heading4 or MarkdownElement.Heading5 or MarkdownElement.Heading6 => "h6",
        MarkdownElement.BulletList => "ul",
        MarkdownElement.ListItem or MarkdownElement.Footnote => "li",
        MarkdownElement.Quote => "blockquote",
        MarkdownElement.CodeText or MarkdownElement.InlineCode => "code",
        MarkdownElement.Emphasis => "em",
        MarkdownElement.Strong => "strong",
        MarkdownElement.Strikethrough => "del",
        MarkdownElement.TableHead => "thead",
        MarkdownElement.TableBody => "tbody",
        MarkdownElement.TableRow => "tr",
        MarkdownElement.TableHeaderCell => "th",
        MarkdownElement.TableCell => "td",
        MarkdownElement.FootnoteReference => "sup",
        MarkdownElement.Link => "span",
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, null),
    };
}
