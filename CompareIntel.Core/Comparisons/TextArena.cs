namespace CompareIntel.Core.Comparisons;

/// <summary>Keeps many short texts in few large blocks. Any number of threads add at once, without a lock; what was added never changes.</summary>
internal sealed class TextArena
{
    /// <summary>Characters of a block: 32 KB, well below what the collector treats as a large object.</summary>
    private const int BlockLength = 16 * 1024;

    private Block _current = new(256);
    private long _allocated = 256;

    /// <summary>Bytes of all blocks.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocated) * sizeof(char);

    /// <summary>Copies <paramref name="text"/> and says where it stands.</summary>
    public (char[] Block, int Start) Add(ReadOnlySpan<char> text)
    {
        if (text.Length > BlockLength / 4)
        {
            // A block of its own, so that it wastes no other.
            Interlocked.Add(ref _allocated, text.Length);
            return (text.ToArray(), 0);
        }

        while (true)
        {
            var block = Volatile.Read(ref _current);
            var end = Interlocked.Add(ref block.Used, text.Length);
            if (end <= block.Characters.Length)
            {
                var start = end - text.Length;
                text.CopyTo(block.Characters.AsSpan(start));
                return (block.Characters, start);
            }

            // Blocks grow, so that a short comparison stays small. Whoever comes second uses the first one's block.
            var next = new Block(Math.Max(text.Length, Math.Min(block.Characters.Length * 2, BlockLength)));
            if (Interlocked.CompareExchange(ref _current, next, block) == block)
            {
                Interlocked.Add(ref _allocated, next.Characters.Length);
            }
        }
    }

    private sealed class Block(int length)
    {
        public readonly char[] Characters = GC.AllocateUninitializedArray<char>(length);
        public int Used;
    }
}
