using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Core.Markdown;

/// <summary>
/// A page's elements and text on one line each: what two ways to make the same page must agree on. White space between blocks does not count, white space
/// in code does. Paragraphs in list items, table bodies and links that may not be followed are left out, since they are choices and not content.
/// </summary>
internal static partial class DomOutline
{
    private static readonly HashSet<string> s_blocks =
    [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "table", "thead", "tr", "th", "td", "div", "br", "x-display",
    ];

    public static string OfNodes(MarkdownDocument document) => Of(NodeHtml.Of(document));

    public static string? OfMarkdig(string text) => MarkdigHtml.Of(text) is { } html ? Of(html) : null;

    private static string Of(string html)
    {
        using var page = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html);
        var lines = new StringBuilder();
        var text = new StringBuilder();
        Walk(page.Body!, lines, text, code: false);
        Flush(lines, text);
        return lines.ToString();
    }

    private static void Walk(INode node, StringBuilder lines, StringBuilder text, bool code)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText plain:
                    text.Append(code ? Visible(plain.Data) : plain.Data);
                    break;
                case IElement { LocalName: "img" } image:
                    text.Append(image.GetAttribute("alt"));
                    break;
                case IElement { LocalName: "input" } box:
                    text.Append(box.HasAttribute("checked") ? "[box][checked]" : "[box]");
                    break;
                // A paragraph there may be told by its tags, or only by being apart.
                case IElement { LocalName: "p", ParentElement.LocalName: "li" } paragraph:
                    Flush(lines, text);
                    Walk(paragraph, lines, text, code);
                    Flush(lines, text);
                    break;
                case IElement element when IsTransparent(element):
                    Walk(element, lines, text, code);
                    break;
                case IElement { LocalName: "a" } link:
                    text.Append($"⟨a {AddressOf(link)} {link.GetAttribute("title")}⟩");
                    Walk(link, lines, text, code);
                    text.Append("⟨/a⟩");
                    break;
                case IElement element when s_blocks.Contains(element.LocalName):
                    Flush(lines, text);
                    lines.Append('<').Append(element.LocalName).Append('\n');
                    Walk(element, lines, text, code || element.LocalName == "pre");
                    Flush(lines, text);
                    lines.Append(element.LocalName).Append(">\n");
                    break;
                case IElement element:
                    text.Append('⟨').Append(element.LocalName).Append('⟩');
                    Walk(element, lines, text, code || element.LocalName == "code");
                    text.Append("⟨/").Append(element.LocalName).Append('⟩');
                    break;
            }
        }
    }

    private static bool IsTransparent(IElement element) => element.LocalName switch
    {
        "tbody" => true,
        // The text of a display formula is inside an element of its own in one of the two.
        "x-math" when element.FirstElementChild is { LocalName: "x-display" } => true,
        "a" => (element.GetAttribute("href") is { } address && !IsAllowed(address)) || element.Children is [{ LocalName: "sup" }],
        _ => false,
    };

    private static bool IsAllowed(string address) => AllowedAddress().IsMatch(address) && Uri.TryCreate(address, UriKind.Absolute, out _);

    // One of the two may have escaped more than it must; and what is not escaped is a slash, either way round.
    private static string AddressOf(IElement link)
    {
        var address = new Uri(link.GetAttribute("href")!);
        return Uri.UnescapeDataString($"{address.Scheme}:{address.UserInfo}@{address.IdnHost}:{address.Port}{address.PathAndQuery}{address.Fragment}").Replace('\\', '/');
    }

    private static string Visible(string code) => code.Replace(' ', '·').Replace('\n', '¶').Replace('\t', '⇥');

    private static void Flush(StringBuilder lines, StringBuilder text)
    {
        var line = WhiteSpace().Replace(text.ToString(), " ").Trim();
        text.Clear();
        if (line.Length > 0)
        {
            lines.Append(line).Append('\n');
        }
    }

    [GeneratedRegex(@"\A(https?://[^/]|mailto:)", RegexOptions.IgnoreCase)]
    private static partial Regex AllowedAddress();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
