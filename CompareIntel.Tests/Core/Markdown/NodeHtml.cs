using System.Net;
using System.Text;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

/// <summary>Plain HTML of a formatted text, with Markdig's choice of tags, so that the two can be compared.</summary>
internal static class NodeHtml
{
    public static string Of(MarkdownDocument document)
    {
        var html = new StringBuilder();
        var open = new Stack<string>();
        foreach (var block in document.Blocks)
        {
            foreach (var node in NodesOf(block))
            {
                Write(node, html, open);
            }

            while (open.TryPop(out var end))
            {
                html.Append(end);
            }

            html.Append('\n');
        }

        return html.ToString();
    }

    public static IEnumerable<MarkdownNode> NodesOf(MarkdownBlock block) => block.Opening.Concat(block.Chunks.SelectMany(chunk => chunk.Nodes));

    private static void Write(MarkdownNode node, StringBuilder html, Stack<string> open)
    {
        switch (node.Kind)
        {
            case MarkdownNodeKind.Open:
                var (start, end) = TagsOf(node.Element);
                html.Append(start);
                open.Push(end);
                break;
            case MarkdownNodeKind.Close:
                html.Append(open.Pop());
                break;
            case MarkdownNodeKind.Text:
                html.Append(WebUtility.HtmlEncode(node.Value));
                break;
            case MarkdownNodeKind.Property when node.Property is MarkdownProperty.Address or MarkdownProperty.Title && html.ToString(html.Length - 1, 1) == ">" && open.Peek() == "</a>":
                html.Length--;
                html.Append(node.Property == MarkdownProperty.Address ? " href" : " title").Append("=\"").Append(WebUtility.HtmlEncode(node.Value)).Append("\">");
                break;
            case MarkdownNodeKind.Property when node.Property == MarkdownProperty.Checked:
                html.Append("[checked]");
                break;
            case MarkdownNodeKind.Property when node.Property == MarkdownProperty.Display:
                html.Append("<x-display>");
                open.Push("</x-display>" + open.Pop());
                break;
        }
    }

    private static (string Start, string End) TagsOf(MarkdownElement element) => element switch
    {
        MarkdownElement.Paragraph => ("<p>", "</p>"),
        >= MarkdownElement.Heading1 and <= MarkdownElement.Heading6 => Pair($"h{element - MarkdownElement.Heading1 + 1}"),
        MarkdownElement.BulletList => Pair("ul"),
        MarkdownElement.OrderedList => Pair("ol"),
        MarkdownElement.ListItem or MarkdownElement.Footnote => Pair("li"),
        MarkdownElement.TaskBox => ("[box]", ""),
        MarkdownElement.Quote => Pair("blockquote"),
        MarkdownElement.CodeBlock => Pair("pre"),
        MarkdownElement.CodeText or MarkdownElement.InlineCode => Pair("code"),
        MarkdownElement.Emphasis => Pair("em"),
        MarkdownElement.Strong => Pair("strong"),
        MarkdownElement.Strikethrough => Pair("del"),
        MarkdownElement.LineBreak => ("<br>", ""),
        MarkdownElement.Rule => ("<hr>", ""),
        MarkdownElement.Table => Pair("table"),
        MarkdownElement.TableHead => Pair("thead"),
        MarkdownElement.TableBody => Pair("tbody"),
        MarkdownElement.TableRow => Pair("tr"),
        MarkdownElement.TableHeaderCell => Pair("th"),
        MarkdownElement.TableCell => Pair("td"),
        MarkdownElement.Math => ("<x-math>", "</x-math>"),
        MarkdownElement.FootnoteReference => Pair("sup"),
        MarkdownElement.FootnoteList => ("<div><hr><ol>", "</ol></div>"),
        MarkdownElement.Link => ("<a>", "</a>"),
        _ => ("", ""),
    };

    private static (string Start, string End) Pair(string tag) => ($"<{tag}>", $"</{tag}>");
}
