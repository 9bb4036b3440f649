using System.Text;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Formats a text that arrives in pieces. What has settled is handed out as the same objects for good; only the open end is parsed again.
/// </summary>
public sealed class MarkdownBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<SettledCode> _code = [];
    private MarkdownDocument? _document = MarkdownDocument.Empty;

    /// <summary>Characters that the open end has, which is what one call of <see cref="ToDocument"/> has to parse.</summary>
    public int OpenLength => _text.Length;

    public void Append(ReadOnlySpan<char> delta)
    {
        _text.Append(delta);
        _document = null;
    }

    /// <summary>No more will come. What reaches back, such as link definitions and footnotes, is resolved now; blocks that it does not concern stay as they are.</summary>
    public void Complete() => _document = null;

    /// <summary>The text so far, formatted; the same object as before when nothing came in between. The parsing is done here.</summary>
    public MarkdownDocument ToDocument() => _document ??= new MarkdownDocument(
        [new MarkdownBlock(0, [], [new MarkdownChunk(0, [MarkdownNode.Open(MarkdownElement.Paragraph), MarkdownNode.Text(_text.ToString()), MarkdownNode.Close])])]);

    /// <summary>Code blocks with a language that have settled since the last call.</summary>
    public IReadOnlyList<SettledCode> TakeSettledCode() => [.. _code];

    /// <summary>Puts in the colours of a code block from <see cref="TakeSettledCode"/>.</summary>
    public void SetTokens(SettledCode code, string tokens) => _code.Remove(code);

    /// <summary>The text so far as it was written, markdown and all.</summary>
    public override string ToString() => _text.ToString();
}
