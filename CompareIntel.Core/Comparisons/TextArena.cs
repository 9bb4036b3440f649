namespace CompareIntel.Core.Comparisons;

/// <summary>Keeps many short texts in few large blocks. Any number of threads add at once, without a lock; what was added never changes.</summary>
internal sealed class TextArena
{
    /// <summary>Characters of a block: 32 KB, well below what the collector treats as a large object.</summary>
    private const int BlockLength = 16 * 1024;

    private Block _current = new(256);

    /// <summary>Copies <paramref name="text"/> and says where it stands.</summary>
    public (char[] Block, int Start) Add(string text)
    {
        if (text.Length > BlockLength / 4)
        {
            // A block of its own, so that it wastes no other.
            return (text.ToCharArray(), 0);
        }

        while (true)
        {
            var block = Volatile.Read(ref _current);
            var end = Interlocked.Add(ref block.Used, text.Length);
            if (end <= block.Characters.Length)
            {
                var start = end - text.Length;
                text.CopyTo(0, block.Characters, start, text.Length);
                return (block.Characters, start);
            }

            // Blocks grow, so that a short comparison stays small. Whoever comes second uses the first one's block.
            Interlocked.CompareExchange(ref _current, new Block(Math.Max(text.Length, Math.Min(block.Characters.Length * 2, BlockLength))), block);
        }
    }

    private sealed class Block(int length)
    {
        public readonly char[] Characters = GC.AllocateUninitializedArray<char>(length);
        public int Used;
    }
}
