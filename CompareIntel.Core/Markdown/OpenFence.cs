using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>A fenced code block. Its lines are read without a parser: nothing in them means anything but the closing fence.</summary>
internal sealed class OpenFence : OpenBlock
{
    // A line as long as this is no closing fence any more.
    private const int LongLine = 4_000;

    private readonly FenceScanner _fence;
    private readonly string? _language;
    private readonly NodeList _nodes = new();
    private readonly List<MarkdownNode> _open = [];
    private IReadOnlyList<MarkdownNode> _opening;
    private int _openLines;
    private int _lines;
    private bool _withinLine;

    /// <param name="id">The block's name.</param>
    /// <param name="start">Where the line of the opening fence begins.</param>
    /// <param name="code">The block as it was parsed first.</param>
    /// <param name="openingLine">The line of the opening fence.</param>
    /// <param name="previous">The block as it was shown last.</param>
    public OpenFence(int id, int start, FencedCodeBlock code, ReadOnlySpan<char> openingLine, MarkdownBlock? previous)
        : base(id, start, previous)
    {
        _fence = FenceScanner.From(openingLine);
        _language = NodeWriter.LanguageOf(code);
        NodeWriter.OpenCode(_language, null, _nodes);
        _opening = _nodes.Take();
        Position = start + openingLine.Length + 1;
    }

    public override OpenReading Read(SourceText source, bool final)
    {
        var text = source.From(Position, final).AsSpan();
        while (true)
        {
            var length = text.IndexOf('\n');
            if (length < 0 && (text.IsEmpty || !final))
            {
                break;
            }

            var line = length < 0 ? text : text[..length];
            var advance = Math.Min(line.Length + 1, text.Length);
            Position += advance;
            text = text[advance..];
            if (!_withinLine && _fence.Closes(line))
            {
                return End();
            }

            AddLine(_withinLine ? line : _fence.Strip(line));
        }

        return final ? End() : Open(text);
    }

    private OpenReading Open(ReadOnlySpan<char> partial)
    {
        if (partial.Length > LongLine)
        {
            partial = AddStartOfLine(partial);
        }

        var shown = _withinLine ? partial : _fence.MayClose(partial) ? default : _fence.Strip(partial);
        _nodes.CodeLine(shown);
        return new OpenReading(Assemble(_opening, [[.. _open, .. _nodes.Take()]]), null);
    }

    private OpenReading End()
    {
        NodeWriter.OpenCode(_language, _lines, _nodes);
        _opening = _nodes.Take();
        return new OpenReading(Assemble(_opening, [[.. _open]]), Position);
    }

    private void AddLine(ReadOnlySpan<char> line)
    {
        _nodes.CodeLine(string.Concat(line, "\n"));
        _lines++;
        _withinLine = false;
        AddNodes();
    }

    private ReadOnlySpan<char> AddStartOfLine(ReadOnlySpan<char> line)
    {
        var length = line.Length - (line.Length % TextCutter.CodeLength);
        length -= char.IsHighSurrogate(line[length - 1]) ? 1 : 0;
        _nodes.CodeLine(_withinLine ? line[..length] : _fence.Strip(line[..length]));
        _withinLine = true;
        Position += length;
        AddNodes();
        return line[length..];
    }

    private void AddNodes()
    {
        _open.AddRange(_nodes.Take());
        if (++_openLines == BlockShaper.LinesPerChunk || _open.Count >= 2 * BlockShaper.LinesPerChunk)
        {
            Settle([.. _open]);
            _open.Clear();
            _openLines = 0;
        }
    }
}
