using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Formats a text that arrives in pieces. What has settled is handed out as the same objects for good; only the open end is parsed again.
/// </summary>
public sealed class MarkdownBuilder
{
    // An end that has grown this long without anything that settles is shown as it is written from there on, until a blank line.
    private const int MaximumOpenLength = 32_768;

    // After this many texts that cannot be parsed, nobody tries the rest before it is complete.
    private const int MaximumFailures = 4;

    private readonly SourceText _source = new();
    private readonly SettledItems<MarkdownBlock> _settled = new();
    private readonly CodeOffers _code = new();
    private List<MarkdownBlock> _tail = [];
    private MarkdownDocument? _document = MarkdownDocument.Empty;
    private OpenBlock? _open;
    private int _position;
    private int _shownTo;
    private int _wholeFrom = -1;

    // Where words can be appended to the last block; -1 when it has to be parsed again.
    private int _growsFrom = -1;
    private int _failures;
    private bool _leftForLater;
    private bool _shown;
    private bool _ended;
    private bool _complete;

    /// <summary>Characters that the open end has, which is what one call of <see cref="ToDocument"/> has to parse.</summary>
    public int OpenLength => _open is null ? _source.Length - _position : _source.Length - _open.Position + _open.ContextLength;

    private int NextId => _settled.Count;

    public void Append(ReadOnlySpan<char> delta)
    {
        if (_ended)
        {
            throw new InvalidOperationException("The text has ended.");
        }

        if (!delta.IsEmpty)
        {
            _source.Append(delta);
            _document = null;
        }
    }

    /// <summary>No more will come. What reaches back, such as link definitions and footnotes, is resolved now; blocks that it does not concern stay as they are.</summary>
    public void Complete()
    {
        if (!_complete)
        {
            var pass = EndText();
            pass.Run();
            Complete(pass);
        }
    }

    /// <summary>
    /// No more will come. All of it is in the next document, but what reaches back is left for the pass that is returned, which takes as long as parsing the
    /// whole text. Null when nothing is left: the text had ended, or nobody has seen a document of it yet and there was nothing to put off.
    /// </summary>
    public LastPass? End()
    {
        if (_ended)
        {
            return null;
        }

        if (_shown)
        {
            return EndText();
        }

        Complete();
        return null;
    }

    /// <summary>Resolves what reaches back, as <paramref name="pass"/> has found it. Blocks that it does not concern stay as they are.</summary>
    /// <param name="pass">What <see cref="End"/> has returned, after it was run.</param>
    public void Complete(LastPass pass)
    {
        if (_complete)
        {
            return;
        }

        _complete = true;
        _document = null;
        if (pass.HasFailed && !_shown)
        {
            Advance(final: true);
        }

        if (!pass.IsChange)
        {
            // What was shown all along is shown for good.
            return;
        }

        _position = _source.Length;
        var shown = _settled.With([]);
        var known = shown.Select(block => block.Id).ToHashSet();
        var blocks = pass.Apply(shown, NextId);
        _settled.ReplaceAll(blocks);
        _code.Keep([.. blocks.Select(block => block.Id)]);
        foreach (var block in blocks.Where(block => !known.Contains(block.Id)))
        {
            _code.Add(block, firstChunk: 0);
        }
    }

    /// <summary>
    /// The text so far, formatted; the same object as before when nothing came in between. The parsing is done here. Of a text that comes fast, a table's
    /// last row is left out until it is whole, or until the next call.
    /// </summary>
    public MarkdownDocument ToDocument()
    {
        if (_document is not null && !_leftForLater)
        {
            return _document;
        }

        if (!_ended)
        {
            _shown = true;
            Advance(final: false);
            _leftForLater = _source.IsFast && _shownTo < _source.Length;
            _source.Shown();
        }

        return _document = new MarkdownDocument(_settled.With(_tail));
    }

    /// <summary>Code blocks with a language that have settled since the last call.</summary>
    public IReadOnlyList<SettledCode> TakeSettledCode() => _code.Take();

    /// <summary>Puts in the colours of a code block from <see cref="TakeSettledCode"/>.</summary>
    public void SetTokens(SettledCode code, string tokens)
    {
        var place = (CodePlace)code.Key;
        if (_open is { } open && open.Id == place.BlockId)
        {
            if (place.Chunk >= 0 && place.Chunk < open.SettledCount)
            {
                open.ReplaceChunk(place.Chunk, WithTokens(open.SettledChunk(place.Chunk), place, tokens));
                _document = null;
            }

            return;
        }

        // Before the last pass a block's id is its place.
        for (var index = _complete ? 0 : place.BlockId; index < _settled.Count; index++)
        {
            if (_settled[index].Id == place.BlockId)
            {
                _settled.Replace(index, WithTokens(_settled[index], place, tokens));
                _document = null;
                return;
            }
        }
    }

    /// <summary>The text so far as it was written, markdown and all.</summary>
    public override string ToString() => _source.ToString();

    private LastPass EndText()
    {
        if (_shown && !_ended)
        {
            Advance(final: true);
        }

        _ended = true;
        _leftForLater = false;
        _document = null;
        return new LastPass(_source.From(0, final: true), _settled.With([]));
    }

    private static MarkdownChunk WithTokens(MarkdownChunk chunk, CodePlace place, string tokens) =>
        new(chunk.Id, CodeOffers.WithTokens(chunk.Nodes, place.Ordinal, tokens));

    private static MarkdownBlock WithTokens(MarkdownBlock block, CodePlace place, string tokens) => place.Chunk == CodePlace.Opening
        ? new MarkdownBlock(block.Id, CodeOffers.WithTokens(block.Opening, place.Ordinal, tokens), block.Chunks)
        : new MarkdownBlock(
            block.Id,
            block.Opening,
            [.. block.Chunks.Select((chunk, index) => index == place.Chunk ? WithTokens(chunk, place, tokens) : chunk)]);

    private void Advance(bool final)
    {
        if (!final && TryGrow())
        {
            return;
        }

        _growsFrom = -1;
        var tail = new List<MarkdownBlock>();
        while (_open is null ? ReadBlocks(tail, final) : ReadOpenBlock(_open, tail, final))
        {
            // Something has settled, or is read in another way from here on.
        }

        _tail = tail;
        if (!final && OpenLength > MaximumOpenLength && _open is not OpenPlain and not OpenFence)
        {
            GoOnPlainly();
        }
    }

    // Spaces at the end are left for what follows them: a line that ends with them is shown without.
    private bool TryGrow()
    {
        if (_growsFrom < 0 || OpenLength > BlockShaper.CharactersPerChunk)
        {
            return false;
        }

        var text = _source.From(_growsFrom - 1, final: false);
        if (!PlainGrowth.IsPlain(text, start: 1))
        {
            return false;
        }

        _shownTo = _growsFrom - 1 + text.Length;
        var words = text.AsSpan(1).TrimEnd(' ');
        if (words.Length > 0)
        {
            if (PlainGrowth.TryAppend(_tail[^1], text[0], words) is not { } block)
            {
                return false;
            }

            // Another list: documents that were handed out have the one before.
            _tail = [.. _tail];
            _tail[^1] = block;
            _growsFrom += words.Length;
        }

        return true;
    }

    // Both readers return whether there is more to read.
    private bool ReadOpenBlock(OpenBlock open, List<MarkdownBlock> tail, bool final)
    {
        if (open.Read(_source, final) is not { } reading)
        {
            _wholeFrom = open.Start;
            _position = open.Start;
            _open = null;
            return true;
        }

        if (reading.End is { } end)
        {
            _settled.Add(reading.Block);
            _code.Add(reading.Block, open.OfferedChunks);
            _position = end;
            _open = null;
            return true;
        }

        for (; open.OfferedChunks < open.SettledCount; open.OfferedChunks++)
        {
            _code.Add(open.Id, open.SettledChunk(open.OfferedChunks));
        }

        tail.Add(reading.Block);
        AddTail(tail, reading.Parsed, first: 1);
        return false;
    }

    private bool ReadBlocks(List<MarkdownBlock> tail, bool final)
    {
        var text = _source.From(_position, final);
        if (string.IsNullOrWhiteSpace(text))
        {
            _shownTo = _position;
            return false;
        }

        text = final ? text : WithoutUnfinishedRow(text);
        if (_failures > MaximumFailures || ParsedText.TryParse(text, _position, MarkdownPipelines.Streaming) is not { } parsed)
        {
            _failures++;
            _open = new OpenPlain(NextId, _position, _failures > MaximumFailures, Previous(NextId));
            return true;
        }

        var index = 0;
        for (; index < parsed.Blocks.Count && (final || IsClosed(parsed, index)); index++)
        {
            Settle(BlockShaper.Shape(parsed.Blocks[index], settled: true).ToBlock(NextId, Previous(NextId)));
            _position = index + 1 < parsed.Blocks.Count ? parsed.StartOf(index + 1) : _source.Length;
        }

        if (final)
        {
            _position = _source.Length;
            return false;
        }

        if (index == parsed.Blocks.Count - 1 && parsed.StartOf(index) != _wholeFrom)
        {
            _open = OpenBlocks.TryCreate(parsed, NextId, Previous(NextId));
            if (_open is not null)
            {
                return true;
            }
        }

        AddTail(tail, parsed, index);
        if (tail.Count > 0 && PlainGrowth.CanFollow(parsed))
        {
            _growsFrom = parsed.End;
        }

        return false;
    }

    // A fence that something follows has been closed.
    private static bool IsClosed(ParsedText parsed, int index) =>
        parsed.IsClosed(index) || (parsed.Blocks[index] is FencedCodeBlock && index + 1 < parsed.Blocks.Count);

    private void AddTail(List<MarkdownBlock> tail, ParsedText? parsed, int first)
    {
        _shownTo = parsed?.End ?? _source.Length;
        for (var index = first; index < parsed?.Blocks.Count; index++)
        {
            var id = NextId + tail.Count;
            tail.Add(BlockShaper.Shape(parsed.Blocks[index], settled: false).ToBlock(id, Previous(id)));
        }
    }

    private void Settle(MarkdownBlock block)
    {
        _settled.Add(block);
        _code.Add(block, firstChunk: 0);
    }

    private MarkdownBlock? Previous(int id) => _tail.Find(block => block.Id == id);

    // A row's first characters may look like the end of its table; that would flicker at every row.
    private string WithoutUnfinishedRow(string text)
    {
        var line = text.LastIndexOf('\n') + 1;
        return _tail is [.., { Opening: [{ Element: MarkdownElement.Table }, ..] }]
            && line > 0
            && !HasBlankLineBefore(text, line)
            && OpenTableLines.IsUnfinishedRow(text.AsSpan(line), _source.IsFast)
                ? text[..line]
                : text;
    }

    private static bool HasBlankLineBefore(string text, int line)
    {
        var before = text.AsSpan(0, line - 1);
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }

    private void GoOnPlainly()
    {
        foreach (var block in _tail)
        {
            _settled.Add(block);
        }

        _tail = [];
        _growsFrom = -1;
        // The beginning of a row, or a line that was held back, is still to be shown.
        _position = _shownTo;
        _open = new OpenPlain(NextId, _position, toEnd: false, previous: null);
    }
}
