using System.Buffers;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Appends words to a text that was parsed and ends within a word. Most of what a model writes between two frames is words, which mean the same wherever they
/// stand: then the last node grows, and nothing is parsed again.
/// </summary>
internal static class PlainGrowth
{
    // A row that is being written has its other cells already, without anything in them.
    private static readonly MarkdownNode s_cell = MarkdownNode.Open(MarkdownElement.TableCell);

    private static readonly SearchValues<char> s_addressSigns = SearchValues.Create(":/@.");

    /// <summary>Whether what was parsed shows all of its text to the end and stops within a word, so that words can go on there.</summary>
    /// <remarks>
    /// A letter, as after any other character what comes may give it another meaning: <c>12</c> and <c>. </c> begin a list. Not in what may become an address.
    /// </remarks>
    public static bool CanFollow(ParsedText parsed) =>
        parsed.Blocks is [.., var last]
        && parsed.Text.Length > 0
        && char.IsLetter(parsed.Text[^1])
        && !LastWord(parsed.Text).ContainsAny(s_addressSigns)
        // A quote that closes the title of a link's definition takes all of it away.
        && !parsed.Text.Contains("]:", StringComparison.Ordinal)
        && EndOfWords(last) == parsed.Text.Length - 1;

    /// <summary>Whether a text can mean nothing but itself when it follows a word, and what follows it likewise. It is looked at together with what it follows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the part begins that is new; not 0.</param>
    public static bool IsPlain(ReadOnlySpan<char> text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            // Addresses begin with "www." without any sign.
            if (!IsPlain(text[index]) || (text[index] == '.' && text[index - 1] is 'w' or 'W'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The block with its last text gone on with; null when it ends with something else.</summary>
    /// <param name="block">The block.</param>
    /// <param name="end">What it must end with.</param>
    /// <param name="words">What comes behind that.</param>
    public static MarkdownBlock? TryAppend(MarkdownBlock block, char end, ReadOnlySpan<char> words)
    {
        var shown = block.Chunks[^1].Nodes;
        var last = shown.Count - 1;
        while (last >= 0 && (shown[last].Kind == MarkdownNodeKind.Close || shown[last] == s_cell))
        {
            last--;
        }

        if (last < 0 || shown[last] is not { Kind: MarkdownNodeKind.Text, Value: { } text } || text[^1] != end)
        {
            return null;
        }

        var nodes = new List<MarkdownNode>(shown.Count + (words.Length / TextCutter.NodeLength) + 1);
        for (var index = 0; index < last; index++)
        {
            nodes.Add(shown[index]);
        }

        // Cut where it would have been cut as one run: that node begins at such a place.
        TextCutter.Cut(string.Concat(text, words), TextCutter.NodeLength, nodes);
        for (var index = last + 1; index < shown.Count; index++)
        {
            nodes.Add(shown[index]);
        }

        MarkdownChunk[] chunks = [.. block.Chunks];
        chunks[^1] = new MarkdownChunk(chunks.Length - 1, nodes);
        return new MarkdownBlock(block.Id, block.Opening, chunks);
    }

    private static ReadOnlySpan<char> LastWord(string text) => text.AsSpan(text.AsSpan().LastIndexOfAny(' ', '\n') + 1);

    private static bool IsPlain(char character) =>
        char.IsLetterOrDigit(character) || character is ' ' or ',' or '.' or '-' or '\'' or '"' or '?' or '’';

    // The place of the last character that is shown as it was written, with nothing after it in any element; -1 when there is none.
    private static int EndOfWords(Block block)
    {
        while (block is ContainerBlock container)
        {
            var last = container.Count - 1;
            while (container is TableRow && last >= 0 && container[last] is TableCell { Count: 0 })
            {
                last--;
            }

            if (last < 0)
            {
                return -1;
            }

            block = container[last];
        }

        Inline? inline = (block as LeafBlock)?.Inline?.LastChild;
        while (inline is DelimiterInline { LastChild: { } child })
        {
            inline = child;
        }

        return inline is LiteralInline literal ? literal.Span.End : -1;
    }
}
