using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CompareIntel.Core.Markdown;

/// <summary>Writes what stands within a paragraph. Walks without recursion: a line can be nested as deeply as it is long.</summary>
internal static class InlineWriter
{
    /// <summary>Deeper than anyone nests; what goes deeper is shown without its elements.</summary>
    private const int MaximumDepth = 64;

    private enum Entered
    {
        /// <summary>Written whole.</summary>
        Leaf,

        /// <summary>Its children stand for it.</summary>
        Children,

        /// <summary>An element was opened around its children.</summary>
        Element,
    }

    public static void Write(ContainerInline? container, NodeList nodes)
    {
        var levels = new Stack<(Inline? Next, Entered Entered, bool IsLink)>();
        var depth = 0;
        var links = 0;
        var current = container?.FirstChild;
        while (true)
        {
            if (current is null)
            {
                if (!levels.TryPop(out var level))
                {
                    return;
                }

                if (level.Entered == Entered.Element)
                {
                    nodes.Close();
                    depth--;
                    links -= level.IsLink ? 1 : 0;
                }

                current = level.Next;
                continue;
            }

            var entered = Enter(current, nodes, depth < MaximumDepth, links == 0);
            if (entered == Entered.Leaf)
            {
                current = current.NextSibling;
                continue;
            }

            var isLink = entered == Entered.Element && current is LinkInline;
            depth += entered == Entered.Element ? 1 : 0;
            links += isLink ? 1 : 0;
            levels.Push((current.NextSibling, entered, isLink));
            current = ((ContainerInline)current).FirstChild;
        }
    }

    /// <summary>The text alone, as an image's description has it.</summary>
    public static void WriteText(ContainerInline container, NodeList nodes)
    {
        foreach (var inline in container.Descendants<Inline>())
        {
            if (inline is LiteralInline or HtmlEntityInline or CodeInline or AutolinkInline or MathInline or LineBreakInline or DelimiterInline)
            {
                nodes.Text(TextOf(inline));
            }
        }
    }

    private static string TextOf(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        MathInline math => math.Tex,
        DelimiterInline delimiter => delimiter.ToLiteral(),
        HtmlInline html => html.Tag,
        LineBreakInline => "\n",
        _ => "",
    };

    private static Entered Enter(Inline inline, NodeList nodes, bool mayNest, bool mayLink)
    {
        switch (inline)
        {
            case LiteralInline literal:
                nodes.Text(literal.Content.AsSpan());
                return Entered.Leaf;
            case LineBreakInline { IsHard: true }:
                nodes.Open(MarkdownElement.LineBreak);
                nodes.Close();
                return Entered.Leaf;
            case CodeInline code:
                Wrap(MarkdownElement.InlineCode, code.Content, nodes);
                return Entered.Leaf;
            case MathInline math:
                WriteMath(math.Tex, math.Display, nodes);
                return Entered.Leaf;
            case TaskList task:
                WriteTask(task, nodes);
                return Entered.Leaf;
            case FootnoteLink link:
                WriteFootnoteLink(link, nodes);
                return Entered.Leaf;
            case AutolinkInline link:
                WriteAutolink(link, mayLink, nodes);
                return Entered.Leaf;
            case LinkInline { IsImage: true } image:
                WriteImage(image, nodes);
                return Entered.Leaf;
            case LinkInline link:
                return OpenLink(link, mayNest && mayLink, nodes);
            case EmphasisInline emphasis when mayNest:
                nodes.Open(ElementOf(emphasis));
                return Entered.Element;
            case DelimiterInline delimiter:
                nodes.Text(delimiter.ToLiteral());
                return Entered.Children;
            case ContainerInline:
                return Entered.Children;
            default:
                nodes.Text(TextOf(inline));
                return Entered.Leaf;
        }
    }

    private static MarkdownElement ElementOf(EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => MarkdownElement.Strikethrough,
        { DelimiterCount: 2 } => MarkdownElement.Strong,
        _ => MarkdownElement.Emphasis,
    };

    public static void WriteMath(string tex, bool display, NodeList nodes)
    {
        nodes.Open(MarkdownElement.Math);
        if (display)
        {
            nodes.Set(MarkdownProperty.Display, "");
        }

        nodes.Text(tex);
        nodes.Close();
    }

    private static void WriteTask(TaskList task, NodeList nodes)
    {
        nodes.Open(MarkdownElement.TaskBox);
        if (task.Checked)
        {
            nodes.Set(MarkdownProperty.Checked, "");
        }

        nodes.Close();
    }

    private static void WriteFootnoteLink(FootnoteLink link, NodeList nodes)
    {
        var number = link.Footnote.Order.ToString(CultureInfo.InvariantCulture);
        nodes.Open(link.IsBackLink ? MarkdownElement.FootnoteReturn : MarkdownElement.FootnoteReference);
        nodes.Set(MarkdownProperty.Footnote, number);
        nodes.Text(link.IsBackLink ? "↩" : number);
        nodes.Close();
    }

    private static void WriteAutolink(AutolinkInline link, bool mayLink, NodeList nodes)
    {
        var address = mayLink ? SafeAddress.ForLink(link.IsEmail ? "mailto:" + link.Url : link.Url) : null;
        if (address is null)
        {
            nodes.Text(link.Url);
            return;
        }

        nodes.Open(MarkdownElement.Link);
        nodes.Set(MarkdownProperty.Address, address);
        nodes.Text(link.Url);
        nodes.Close();
    }

    private static void WriteImage(LinkInline image, NodeList nodes)
    {
        var source = SafeAddress.ForImage(image.Url);
        if (source is null)
        {
            WriteText(image, nodes);
            return;
        }

        nodes.Open(MarkdownElement.Image);
        nodes.Set(MarkdownProperty.Source, source);
        WriteTitle(image, nodes);
        WriteText(image, nodes);
        nodes.Close();
    }

    private static Entered OpenLink(LinkInline link, bool mayOpen, NodeList nodes)
    {
        var address = mayOpen ? SafeAddress.ForLink(link.Url) : null;
        if (address is null)
        {
            return Entered.Children;
        }

        nodes.Open(MarkdownElement.Link);
        nodes.Set(MarkdownProperty.Address, address);
        WriteTitle(link, nodes);
        return Entered.Element;
    }

    private static void WriteTitle(LinkInline link, NodeList nodes)
    {
        if (!string.IsNullOrEmpty(link.Title))
        {
            nodes.Set(MarkdownProperty.Title, link.Title);
        }
    }

    private static void Wrap(MarkdownElement element, string text, NodeList nodes)
    {
        nodes.Open(element);
        nodes.Text(text);
        nodes.Close();
    }
}
