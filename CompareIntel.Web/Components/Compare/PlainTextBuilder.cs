using System.Text;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// Turns deltas into plain text as it was written: blocks of short segments, append-only: what was handed out once never changes, except that the last segment grows. So each
/// frame sends the text that is new and little else, however long the answer is.
/// </summary>
/// <remarks>
/// A block ends behind a line break, because a line break at the end of a block element and in the middle of running text look the same. A line
/// that does not end is cut all the same, or every frame would have all of it to compare; its parts are shown as running
/// text, up to a length that no one writes and a browser can't lay out at every frame. No
/// segment ends between the two halves of a surrogate pair: half a pair is held back until the other half arrives.
/// </remarks>
internal sealed class PlainTextBuilder
{
    private const int ShortestSegment = 48;
    private const int LongestSegment = 96;
    private const int ShortestBlock = 480;
    private const int LongestBlock = 2_000;
    private const int LongestLine = 20_000;

    private readonly List<MarkdownBlock> _settled = [];
    private readonly List<string> _segments = [];
    private readonly StringBuilder _segment = new();
    private int _blockLength;
    private int _lineLength;
    private bool _continuesLine;
    private char? _heldBack;
    private MarkdownDocument? _document = MarkdownDocument.Empty;

    public void Append(ReadOnlySpan<char> delta)
    {
        if (delta.IsEmpty)
        {
            return;
        }

        _document = null;
        if (_heldBack is { } high)
        {
            _heldBack = null;
            var pair = char.IsLowSurrogate(delta[0]);
            AppendWhole(pair ? [high, delta[0]] : [high]);
            delta = pair ? delta[1..] : delta;
        }

        if (!delta.IsEmpty && char.IsHighSurrogate(delta[^1]))
        {
            _heldBack = delta[^1];
            delta = delta[..^1];
        }

        AppendWhole(delta);
    }

    /// <summary>No more will come: half a pair that was held back is let go.</summary>
    public void Complete()
    {
        if (_heldBack is { } high)
        {
            _heldBack = null;
            _document = null;
            AppendWhole([high]);
        }
    }

    /// <summary>The text so far; the same object as before when nothing came in between.</summary>
    public MarkdownDocument ToDocument() => _document ??= new MarkdownDocument(
        _blockLength == 0 ? _settled.ToArray() : [.. _settled, ToBlock(OpenSegments(), _continuesLine)]);

    private void AppendWhole(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var lineBreak = text.IndexOf('\n');
            var line = lineBreak < 0 ? text : text[..(lineBreak + 1)];
            AppendLine(line);
            if (lineBreak >= 0)
            {
                _lineLength = 0;
                if (_blockLength >= ShortestBlock)
                {
                    Settle();
                }
            }

            text = text[line.Length..];
        }
    }

    private void AppendLine(ReadOnlySpan<char> line)
    {
        while (!line.IsEmpty)
        {
            var take = Math.Min(line.Length, LongestSegment - _segment.Length);
            if (take < line.Length && char.IsHighSurrogate(line[take - 1]))
            {
                // One more keeps the pair together; the segment is then one character longer than the longest.
                take++;
            }

            _segment.Append(line[..take]);
            _blockLength += take;
            _lineLength += take;
            line = line[take..];
            if (_segment.Length >= ShortestSegment)
            {
                CloseSegment();
            }

            if (_blockLength >= LongestBlock)
            {
                Settle();
            }
        }
    }

    private void CloseSegment()
    {
        _segments.Add(_segment.ToString());
        _segment.Clear();
    }

    private void Settle()
    {
        var segments = OpenSegments();
        var runsOn = !segments[^1].EndsWith('\n') && _lineLength < LongestLine;
        _settled.Add(ToBlock(segments, _continuesLine || runsOn));
        _continuesLine = runsOn;
        _segments.Clear();
        _segment.Clear();
        _blockLength = 0;
    }

    private MarkdownBlock ToBlock(string[] segments, bool isRunOn)
    {
        MarkdownNode[] opening = isRunOn
            ? [MarkdownNode.Open(MarkdownElement.PlainText), MarkdownNode.Set(MarkdownProperty.RunOn, "")]
            : [MarkdownNode.Open(MarkdownElement.PlainText)];
        return new MarkdownBlock(_settled.Count, [], [new MarkdownChunk(0, [.. opening, .. segments.Select(MarkdownNode.Text), MarkdownNode.Close])]);
    }

    private string[] OpenSegments() => _segment.Length == 0 ? [.. _segments] : [.. _segments, _segment.ToString()];
}
