namespace CompareIntel.Core.Markdown;

/// <summary>Finds those blocks of a whole text that show the same as those that were read bit by bit.</summary>
internal static class Reconciler
{
    // Beyond this, blocks between the first and the last difference are all new: a table of that many comparisons would cost more than it saves.
    private const int MaximumCells = 4_000_000;

    /// <summary>For every block of the whole text the one that shows the same, as an index, in order; -1 for none.</summary>
    public static int[] Match(IReadOnlyList<MarkdownBlock> shown, IReadOnlyList<ShapedBlock> whole) => Match(
        [.. shown.Select(block => new Shown(block.Opening, [.. block.Chunks.Select(chunk => chunk.Nodes)]))],
        [.. whole.Select(block => new Shown(block.Opening, block.Chunks))]);

    private static int[] Match(Shown[] old, Shown[] now)
    {
        var matches = new int[now.Length];
        Array.Fill(matches, -1);
        var start = 0;
        while (start < old.Length && start < now.Length && old[start].IsSameAs(now[start]))
        {
            matches[start] = start;
            start++;
        }

        var oldEnd = old.Length;
        var nowEnd = now.Length;
        while (oldEnd > start && nowEnd > start && old[oldEnd - 1].IsSameAs(now[nowEnd - 1]))
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
                lengths[(left * width) + right] = old[left].IsSameAs(now[right])
                    ? lengths[((left + 1) * width) + right + 1] + 1
                    : Math.Max(lengths[((left + 1) * width) + right], lengths[(left * width) + right + 1]);
            }
        }

        for (int left = 0, right = 0; left < old.Length && right < now.Length;)
        {
            if (old[left].IsSameAs(now[right]))
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

    /// <summary>What a block shows. Most are cut the same in both texts and are compared as they are; only others are made one list each.</summary>
    private sealed class Shown(IReadOnlyList<MarkdownNode> opening, IReadOnlyList<IReadOnlyList<MarkdownNode>> chunks)
    {
        private readonly IReadOnlyList<MarkdownNode> _opening = opening;
        private readonly IReadOnlyList<IReadOnlyList<MarkdownNode>> _chunks = chunks;
        private List<MarkdownNode>? _flat;
        private int _hash;

        public bool IsSameAs(Shown other) => IsCutTheSame(other) || IsSameWhenFlat(other);

        private bool IsCutTheSame(Shown other)
        {
            if (_chunks.Count != other._chunks.Count || !NodeComparer.ShowTheSame(_opening, other._opening))
            {
                return false;
            }

            for (var index = 0; index < _chunks.Count; index++)
            {
                if (!NodeComparer.ShowTheSame(_chunks[index], other._chunks[index]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsSameWhenFlat(Shown other)
        {
            var flat = Flatten();
            var others = other.Flatten();
            return _hash == other._hash && NodeComparer.AreSame(flat, others);
        }

        private List<MarkdownNode> Flatten()
        {
            if (_flat is null)
            {
                _flat = NodeComparer.Flatten(_opening, _chunks);
                var hash = new HashCode();
                foreach (var node in _flat)
                {
                    hash.Add(node);
                }

                _hash = hash.ToHashCode();
            }

            return _flat;
        }
    }
}
