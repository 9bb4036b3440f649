namespace CompareIntel.Core.Markdown;

/// <summary>Puts the blocks of a whole text in the place of those that were read bit by bit, and keeps every one that shows the same.</summary>
internal static class Reconciler
{
    // Beyond this, blocks between the first and the last difference are all new: a table of that many comparisons would cost more than it saves.
    private const int MaximumCells = 4_000_000;

    public static List<MarkdownBlock> Reconcile(IReadOnlyList<MarkdownBlock> shown, IReadOnlyList<ShapedBlock> whole, int firstFreeId)
    {
        var old = shown.Select(block => new Shown(NodeComparer.Flatten(block))).ToArray();
        var now = whole.Select(block => new Shown(NodeComparer.Flatten(block))).ToArray();
        var result = new List<MarkdownBlock>(now.Length);
        var matches = Match(old, now);
        for (var index = 0; index < now.Length; index++)
        {
            result.Add(matches[index] >= 0 ? shown[matches[index]] : whole[index].ToBlock(firstFreeId++, previous: null));
        }

        return result;
    }

    // For every new block the old one that shows the same, in order; -1 for none.
    private static int[] Match(Shown[] old, Shown[] now)
    {
        var matches = new int[now.Length];
        Array.Fill(matches, -1);
        var start = 0;
        while (start < old.Length && start < now.Length && old[start].Equals(now[start]))
        {
            matches[start] = start;
            start++;
        }

        var oldEnd = old.Length;
        var nowEnd = now.Length;
        while (oldEnd > start && nowEnd > start && old[oldEnd - 1].Equals(now[nowEnd - 1]))
        {
            matches[--nowEnd] = --oldEnd;
        }

        if ((long)(oldEnd - start) * (nowEnd - start) <= MaximumCells)
        {
            MatchBetween(old.AsSpan(start, oldEnd - start), now.AsSpan(start, nowEnd - start), start, matches.AsSpan(start, nowEnd - start));
        }

        return matches;
    }

    // The longest common sequence, as in a text comparison.
    private static void MatchBetween(ReadOnlySpan<Shown> old, ReadOnlySpan<Shown> now, int offset, Span<int> matches)
    {
        if (old.IsEmpty || now.IsEmpty)
        {
            return;
        }

        var width = now.Length + 1;
        var lengths = new int[(old.Length + 1) * width];
        for (var left = old.Length - 1; left >= 0; left--)
        {
            for (var right = now.Length - 1; right >= 0; right--)
            {
                lengths[(left * width) + right] = old[left].Equals(now[right])
                    ? lengths[((left + 1) * width) + right + 1] + 1
                    : Math.Max(lengths[((left + 1) * width) + right], lengths[(left * width) + right + 1]);
            }
        }

        for (int left = 0, right = 0; left < old.Length && right < now.Length;)
        {
            if (old[left].Equals(now[right]))
            {
                matches[right++] = offset + left++;
            }
            else if (lengths[((left + 1) * width) + right] >= lengths[(left * width) + right + 1])
            {
                left++;
            }
            else
            {
                right++;
            }
        }
    }

    private readonly struct Shown : IEquatable<Shown>
    {
        private readonly List<MarkdownNode> _nodes;
        private readonly int _hash;

        public Shown(List<MarkdownNode> nodes)
        {
            _nodes = nodes;
            var hash = new HashCode();
            foreach (var node in nodes)
            {
                hash.Add(node);
            }

            _hash = hash.ToHashCode();
        }

        public bool Equals(Shown other) => _hash == other._hash && NodeComparer.AreSame(_nodes, other._nodes);

        public override bool Equals(object? obj) => obj is Shown other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
