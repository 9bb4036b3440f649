namespace CompareIntel.Core.Markdown;

/// <summary>Cuts a run of text into nodes at fixed places counted from its start, so that text which is appended changes the last node only.</summary>
internal static class TextCutter
{
    /// <summary>Short enough that changing one node is little work, long enough that an answer does not fall into thousands.</summary>
    public const int NodeLength = 128;

    /// <summary>A code line is one node, but for one that nobody would write by hand.</summary>
    public const int CodeLength = 500;

    public static void Cut(ReadOnlySpan<char> run, int length, List<MarkdownNode> nodes)
    {
        while (run.Length > length)
        {
            // Both halves of a character go into the next node.
            var end = char.IsHighSurrogate(run[length - 1]) && char.IsLowSurrogate(run[length]) ? length - 1 : length;
            nodes.Add(MarkdownNode.Text(run[..end].ToString()));
            run = run[end..];
        }

        if (!run.IsEmpty)
        {
            nodes.Add(MarkdownNode.Text(run.ToString()));
        }
    }
}
