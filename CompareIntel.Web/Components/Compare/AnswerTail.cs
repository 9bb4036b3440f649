using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The last words of an answer, on one line.</summary>
internal static class AnswerTail
{
    private const int Length = 80;

    // Two pieces of text that stand in elements of their own are two words.
    private const int LongestSearch = Length * 4;

    public static string Of(MarkdownDocument document)
    {
        var pieces = new Stack<string>();
        var length = 0;
        for (var block = document.Blocks.Count - 1; block >= 0 && length < LongestSearch; block--)
        {
            var chunks = document.Blocks[block].Chunks;
            for (var chunk = chunks.Count - 1; chunk >= 0 && length < LongestSearch; chunk--)
            {
                length += Collect(chunks[chunk].Nodes, pieces, LongestSearch - length);
            }

            pieces.Push(" ");
        }

        return Shorten(string.Join(' ', string.Concat(pieces).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private static int Collect(IReadOnlyList<MarkdownNode> nodes, Stack<string> pieces, int most)
    {
        var length = 0;
        for (var index = nodes.Count - 1; index >= 0 && length < most; index--)
        {
            if (nodes[index] is { Kind: MarkdownNodeKind.Text, Value: { } text })
            {
                pieces.Push(text);
                length += text.Length;
            }
            else if (nodes[index].Kind == MarkdownNodeKind.Open && IsBlock(nodes[index].Element))
            {
                pieces.Push(" ");
            }
        }

        return length;
    }

    private static bool IsBlock(MarkdownElement element) =>
        element is MarkdownElement.ListItem or MarkdownElement.TableCell or MarkdownElement.TableHeaderCell or MarkdownElement.Paragraph or MarkdownElement.LineBreak;

    private static string Shorten(string text)
    {
        if (text.Length <= Length)
        {
            return text;
        }

        var start = text.Length - Length;
        return $"…{text[(char.IsLowSurrogate(text[start]) ? start + 1 : start)..]}";
    }
}
