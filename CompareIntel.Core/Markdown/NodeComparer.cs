namespace CompareIntel.Core.Markdown;

/// <summary>Compares what blocks show.</summary>
internal static class NodeComparer
{
    /// <summary>Whether two lists are the same, node by node.</summary>
    public static bool AreSame(IReadOnlyList<MarkdownNode> left, IReadOnlyList<MarkdownNode> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var index = 0; index < left.Count; index++)
        {
            if (left[index] != right[index])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two lists are the same, node by node, but for colours that were put in later.</summary>
    public static bool ShowTheSame(IReadOnlyList<MarkdownNode> left, IReadOnlyList<MarkdownNode> right)
    {
        for (int leftIndex = 0, rightIndex = 0; ; leftIndex++, rightIndex++)
        {
            leftIndex += IsColour(left, leftIndex) ? 1 : 0;
            rightIndex += IsColour(right, rightIndex) ? 1 : 0;
            if (leftIndex >= left.Count || rightIndex >= right.Count)
            {
                return leftIndex >= left.Count && rightIndex >= right.Count;
            }

            if (left[leftIndex] != right[rightIndex])
            {
                return false;
            }
        }
    }

    /// <summary>
    /// A block's nodes without what depends on how it came to be: text is one node however it was cut, a table has one body, and colours that were put in
    /// later are left out. Two blocks show the same when these are equal.
    /// </summary>
    public static List<MarkdownNode> Flatten(IReadOnlyList<MarkdownNode> opening, IEnumerable<IReadOnlyList<MarkdownNode>> chunks)
    {
        var flat = new List<MarkdownNode>();
        var open = new Stack<MarkdownElement>();
        var text = new List<string>();
        MarkdownElement? justClosed = null;
        foreach (var node in chunks.Prepend(opening).SelectMany(nodes => nodes))
        {
            if (node.Kind == MarkdownNodeKind.Text)
            {
                text.Add(node.Value!);
                continue;
            }

            if (text.Count > 0)
            {
                flat.Add(MarkdownNode.Text(string.Concat(text)));
                text.Clear();
                justClosed = null;
            }

            switch (node.Kind)
            {
                case MarkdownNodeKind.Open when node.Element == MarkdownElement.TableBody && justClosed == MarkdownElement.TableBody:
                    flat.RemoveAt(flat.Count - 1);
                    open.Push(node.Element);
                    justClosed = null;
                    break;
                case MarkdownNodeKind.Open:
                    flat.Add(node);
                    open.Push(node.Element);
                    justClosed = null;
                    break;
                case MarkdownNodeKind.Close:
                    flat.Add(node);
                    justClosed = open.TryPop(out var element) ? element : null;
                    break;
                case MarkdownNodeKind.Property when node.Property != MarkdownProperty.Tokens:
                    flat.Add(node);
                    break;
            }
        }

        if (text.Count > 0)
        {
            flat.Add(MarkdownNode.Text(string.Concat(text)));
        }

        return flat;
    }

    private static bool IsColour(IReadOnlyList<MarkdownNode> nodes, int index) =>
        index < nodes.Count && nodes[index] is { Kind: MarkdownNodeKind.Property, Property: MarkdownProperty.Tokens };
}
