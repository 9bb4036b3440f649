using CompareIntel.Core.Markdown;
using Microsoft.AspNetCore.Components.Rendering;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// Builds nodes into a render tree. Sequence numbers are the places among siblings: so what is added at the end is added in the browser too, and
/// nothing before it is touched.
/// </summary>
internal ref struct NodeWriter
{
    // Places of the components behind what a block writes itself: above those of any node.
    private const int FirstPart = 1 << 24;

    // One for each thread: a tree is built in one go, and no other one meanwhile.
    [ThreadStatic]
    private static Stack<int>? s_levels;

    private readonly RenderTreeBuilder _builder;

    // Per open element of the page, but for the innermost: the next child's place, doubled, and one more when the element belongs to the same element of the
    // document as the one around it.
    private readonly Stack<int> _levels;

    private int _level;
    private object? _key;

    public NodeWriter(RenderTreeBuilder builder)
    {
        _builder = builder;
        _levels = s_levels ??= new();
        _levels.Clear();
    }

#pragma warning disable ASP0006 // Sequence numbers are computed: the nodes are data, and their places among siblings are what identifies them.
    public void Write(IReadOnlyList<MarkdownNode> nodes)
    {
        for (var index = 0; index < nodes.Count; index++)
        {
            var node = nodes[index];
            switch (node.Kind)
            {
                case MarkdownNodeKind.Text:
                    _builder.AddContent(Next(), node.Value);
                    break;
                case MarkdownNodeKind.Open:
                    var properties = new Properties(nodes, index + 1);
                    index += properties.Count;
                    Open(node.Element, properties);
                    break;
                case MarkdownNodeKind.Close:
                    Close();
                    break;
                default:
                    throw new InvalidOperationException("A property without its element.");
            }
        }
    }

    /// <summary>Gives the next element a key.</summary>
    public void KeyNext(object key) => _key = key;

    /// <summary>Writes a component behind the nodes of the element that is open.</summary>
    /// <param name="index">Its place among those of that element.</param>
    /// <param name="part">What it shows.</param>
    public readonly void WritePart(int index, Part part)
    {
        _builder.OpenComponent<PartView>(FirstPart + index);
        _builder.AddComponentParameter(0, nameof(PartView.Part), part);
        _builder.CloseComponent();
    }

    /// <summary>Closes what is still open.</summary>
    public void CloseAll()
    {
        while (_levels.Count > 0)
        {
            Close();
        }
    }

    private void Open(MarkdownElement element, Properties properties)
    {
        switch (element)
        {
            case MarkdownElement.CodeBlock:
                Begin("code-block");
                Attribute("class", "code");
                Attribute("data-lang", properties[MarkdownProperty.Language]);
                Attribute("tokens", properties[MarkdownProperty.Tokens]);
                WriteCodeHead(properties);
                Begin("pre", extra: true);
                Attribute("tabindex", "0");
                break;
            case MarkdownElement.Table:
                Begin("div");
                Attribute("class", "table-scroll");
                Attribute("tabindex", "0");
                Attribute("role", "group");
                Attribute("aria-label", "Table");
                Begin("table", extra: true);
                Attribute("class", properties[MarkdownProperty.Alignments]);
                break;
            case MarkdownElement.Link:
                Begin("a");
                Attribute("href", properties[MarkdownProperty.Address]);
                Attribute("title", properties[MarkdownProperty.Title]);
                Attribute("target", "_blank");
                Attribute("rel", "noopener noreferrer nofollow");
                break;
            case MarkdownElement.Image:
                Begin("remote-image");
                Attribute("address", properties[MarkdownProperty.Source]);
                Attribute("title", properties[MarkdownProperty.Title]);
                break;
            case MarkdownElement.TaskBox:
                Begin("input");
                Attribute("type", "checkbox");
                Attribute("disabled", "");
                Attribute("checked", properties[MarkdownProperty.Checked]);
                Attribute("aria-label", properties[MarkdownProperty.Checked] is null ? "To do" : "Done");
                break;
            case MarkdownElement.Math:
                Begin("tex-math");
                Attribute("display", properties[MarkdownProperty.Display]);
                break;
            case MarkdownElement.FootnoteReference:
                Begin("sup");
                Begin("button", extra: true);
                Attribute("type", "button");
                Attribute("class", "fn-ref");
                Attribute("data-fn", properties[MarkdownProperty.Footnote]);
                Attribute("aria-label", $"Footnote {properties[MarkdownProperty.Footnote]}");
                break;
            case MarkdownElement.FootnoteList:
                Begin("section");
                Attribute("class", "footnotes");
                Attribute("aria-label", "Footnotes");
                Begin("ol", extra: true);
                break;
            case MarkdownElement.Footnote:
                Begin("li");
                Attribute("data-fn-id", properties[MarkdownProperty.Footnote]);
                Attribute("tabindex", "-1");
                break;
            case MarkdownElement.FootnoteReturn:
                Begin("button");
                Attribute("type", "button");
                Attribute("class", "fn-back");
                Attribute("data-fn-back", properties[MarkdownProperty.Footnote]);
                Attribute("aria-label", "Back to the text");
                break;
            case MarkdownElement.OrderedList:
                Begin("ol");
                Attribute("start", properties[MarkdownProperty.Start]);
                Attribute("class", properties[MarkdownProperty.Loose] is null ? null : "loose");
                break;
            case MarkdownElement.BulletList:
                Begin("ul");
                Attribute("class", properties[MarkdownProperty.Loose] is null ? null : "loose");
                break;
            case MarkdownElement.PlainText:
                Begin("div");
                Attribute("class", properties[MarkdownProperty.RunOn] is null ? "text-block" : "text-block run-on");
                break;
            default:
                Begin(NameOf(element));
                break;
        }
    }

    private static string NameOf(MarkdownElement element) => element switch
    {
        MarkdownElement.Paragraph => "p",

        // The page and the card have the first two levels; what a model calls its title stands below them.
        MarkdownElement.Heading1 => "h3",
        MarkdownElement.Heading2 => "h4",
        MarkdownElement.Heading3 => "h5",
        MarkdownElement.Heading4 or MarkdownElement.Heading5 or MarkdownElement.Heading6 => "h6",
        MarkdownElement.ListItem => "li",
        MarkdownElement.Quote => "blockquote",
        MarkdownElement.CodeText or MarkdownElement.InlineCode => "code",
        MarkdownElement.Emphasis => "em",
        MarkdownElement.Strong => "strong",
        MarkdownElement.Strikethrough => "del",
        MarkdownElement.LineBreak => "br",
        MarkdownElement.Rule => "hr",
        MarkdownElement.TableHead => "thead",
        MarkdownElement.TableBody => "tbody",
        MarkdownElement.TableRow => "tr",
        MarkdownElement.TableHeaderCell => "th",
        MarkdownElement.TableCell => "td",
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, null),
    };

    private void WriteCodeHead(Properties properties)
    {
        _builder.OpenElement(Next(), "div");
        _builder.AddAttribute(0, "class", "code-head");
        _builder.OpenElement(1, "span");
        _builder.AddAttribute(0, "class", "code-lang");
        _builder.AddContent(1, properties[MarkdownProperty.Language] ?? "code");
        _builder.CloseElement();
        if (properties[MarkdownProperty.Lines] is { } lines)
        {
            _builder.OpenElement(2, "span");
            _builder.AddAttribute(0, "class", "code-lines");
            _builder.AddContent(1, lines == "1" ? "1 line" : $"{lines} lines");
            _builder.CloseElement();
        }

        WriteButton(3, "data-code-wrap", "Wrap");
        WriteButton(4, "data-code-copy", "Copy");
        _builder.CloseElement();
    }

    private readonly void WriteButton(int sequence, string marker, string text)
    {
        _builder.OpenElement(sequence, "button");
        _builder.AddAttribute(0, "type", "button");
        _builder.AddAttribute(1, "class", "btn quiet");
        _builder.AddAttribute(2, marker, "");
        _builder.AddContent(3, text);
        _builder.CloseElement();
    }

    private void Begin(string name, bool extra = false)
    {
        _builder.OpenElement(Next(), name);
        _levels.Push(_level);
        _level = extra ? 1 : 0;
        if (_key is not null)
        {
            _builder.SetKey(_key);
            _key = null;
        }
    }

    private void Close()
    {
        // An element of the document may be two of the page, such as a table in its scroll area.
        bool isExtra;
        do
        {
            isExtra = (_level & 1) == 1;
            _level = _levels.Pop();
            _builder.CloseElement();
        }
        while (isExtra);
    }

    private void Attribute(string name, string? value)
    {
        var sequence = Next();
        if (value is not null)
        {
            _builder.AddAttribute(sequence, name, value);
        }
    }

    private int Next()
    {
        var place = _level >> 1;
        _level += 2;
        return place;
    }
#pragma warning restore ASP0006

    /// <summary>The properties that follow an opened element.</summary>
    private readonly ref struct Properties
    {
        private readonly IReadOnlyList<MarkdownNode> _nodes;
        private readonly int _start;

        public Properties(IReadOnlyList<MarkdownNode> nodes, int start)
        {
            _nodes = nodes;
            _start = start;
            while (start + Count < nodes.Count && nodes[start + Count].Kind == MarkdownNodeKind.Property)
            {
                Count++;
            }
        }

        public int Count { get; }

        public string? this[MarkdownProperty property]
        {
            get
            {
                for (var index = _start; index < _start + Count; index++)
                {
                    if (_nodes[index].Property == property)
                    {
                        return _nodes[index].Value;
                    }
                }

                return null;
            }
        }
    }
}
