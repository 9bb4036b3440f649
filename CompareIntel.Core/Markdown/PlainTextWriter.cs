using System.Globalization;
using System.Text;

namespace CompareIntel.Core.Markdown;

/// <summary>A formatted text as plain text for a letter or an editor: no marks, but lists, tables and paragraphs that can still be told apart.</summary>
public static class PlainTextWriter
{
    /// <summary>
    /// Blocks are a blank line apart; items begin with <c>- </c> or their number; cells are parted by tabs; code and TeX stand as they are; a link that
    /// says something else than its address is followed by it in brackets.
    /// </summary>
    public static string Write(MarkdownDocument document)
    {
        var writer = new Writer();
        foreach (var block in document.Blocks)
        {
            writer.Begin(2);
            writer.Add(block.Opening);
            foreach (var chunk in block.Chunks)
            {
                writer.Add(chunk.Nodes);
            }

            writer.CloseAll();
        }

        return writer.ToString();
    }

    private sealed class Writer
    {
        private readonly StringBuilder _text = new();
        private readonly Stack<Level> _levels = new();
        private int _pendingBreaks;
        private string _pendingMark = "";

        public void Add(IReadOnlyList<MarkdownNode> nodes)
        {
            foreach (var node in nodes)
            {
                switch (node.Kind)
                {
                    case MarkdownNodeKind.Open:
                        Open(node.Element);
                        break;
                    case MarkdownNodeKind.Property:
                        Set(node.Property, node.Value!);
                        break;
                    case MarkdownNodeKind.Text:
                        Append(node.Value!);
                        break;
                    default:
                        Close();
                        break;
                }
            }
        }

        public void CloseAll()
        {
            while (_levels.Count > 0)
            {
                Close();
            }
        }

        /// <summary>At least so many line breaks come before the next text.</summary>
        public void Begin(int breaks) => _pendingBreaks = Math.Max(_pendingBreaks, breaks);

        public override string ToString() => _text.ToString().TrimEnd('\n');

        private void Open(MarkdownElement element)
        {
            var inItem = _levels.Any(static level => level.Element == MarkdownElement.ListItem);
            switch (element)
            {
                case MarkdownElement.ListItem or MarkdownElement.Footnote:
                    Begin(1);
                    _pendingMark = Mark(element);
                    break;
                case MarkdownElement.TableRow:
                    Begin(1);
                    break;
                case MarkdownElement.Paragraph or MarkdownElement.CodeBlock or MarkdownElement.BulletList or MarkdownElement.OrderedList:
                    Begin(inItem ? 1 : 2);
                    break;
                case MarkdownElement.Heading1 or MarkdownElement.Heading2 or MarkdownElement.Heading3 or MarkdownElement.Heading4 or MarkdownElement.Heading5
                    or MarkdownElement.Heading6 or MarkdownElement.Quote or MarkdownElement.Table or MarkdownElement.FootnoteList:
                    Begin(2);
                    break;
                case MarkdownElement.LineBreak:
                    Append("\n");
                    break;
                case MarkdownElement.Rule:
                    Begin(2);
                    Append("---");
                    break;
                case MarkdownElement.TableCell or MarkdownElement.TableHeaderCell when _levels.TryPeek(out var row) && row.Children++ > 0:
                    Append("\t");
                    break;
                case MarkdownElement.TaskBox:
                    Append("[ ]");
                    break;
                default:
                    break;
            }

            _levels.Push(new Level(element) { From = _text.Length });
        }

        private string Mark(MarkdownElement element)
        {
            var depth = _levels.Count(static level => level.Element is MarkdownElement.BulletList or MarkdownElement.OrderedList) - 1;
            var indent = new string(' ', 2 * Math.Max(0, depth));
            var list = _levels.FirstOrDefault(static level => level.Element is MarkdownElement.OrderedList or MarkdownElement.BulletList or MarkdownElement.FootnoteList);
            var number = list is null ? 1 : list.Start + list.Children++;
            return element == MarkdownElement.Footnote || list?.Element == MarkdownElement.OrderedList
                ? string.Create(CultureInfo.InvariantCulture, $"{indent}{number}. ")
                : $"{indent}- ";
        }

        private void Set(MarkdownProperty property, string value)
        {
            var level = _levels.Peek();
            switch (property)
            {
                case MarkdownProperty.Start when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var start):
                    level.Start = start;
                    break;
                case MarkdownProperty.Address:
                    level.Address = value;
                    break;
                case MarkdownProperty.Checked:
                    _text.Length -= "[ ]".Length;
                    _text.Append("[x]");
                    break;
                default:
                    break;
            }
        }

        private void Close()
        {
            var level = _levels.Pop();
            if (level.Address is { } address && !Says(_text.ToString(level.From, _text.Length - level.From).Trim(), address))
            {
                Append($" ({address})");
            }
        }

        // The address has been put into one form, and what is shown is as it was written.
        private static bool Says(string shown, string address) => shown == address
            || SafeAddress.ForLink(shown) == address
            || SafeAddress.ForLink("mailto:" + shown) == address
            || (shown.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && SafeAddress.ForLink("http://" + shown) == address);

        private void Append(string text)
        {
            if (_levels.Any(static level => level.Element == MarkdownElement.FootnoteReturn))
            {
                return;
            }

            if (_text.Length > 0)
            {
                var breaks = _pendingBreaks;
                for (var at = _text.Length - 1; breaks > 0 && at >= 0 && _text[at] == '\n'; at--)
                {
                    breaks--;
                }

                _text.Append('\n', breaks);
            }

            _pendingBreaks = 0;
            _text.Append(_pendingMark);
            _pendingMark = "";
            if (_levels.TryPeek(out var level) && level.Element == MarkdownElement.FootnoteReference)
            {
                text = $"[{text}]";
            }

            _text.Append(text);
        }
    }

    private sealed class Level(MarkdownElement element)
    {
        public MarkdownElement Element { get; } = element;

        /// <summary>Where its text begins.</summary>
        public int From { get; init; }

        public int Start { get; set; } = 1;

        public int Children { get; set; }

        public string? Address { get; set; }
    }
}
