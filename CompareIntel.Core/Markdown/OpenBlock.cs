namespace CompareIntel.Core.Markdown;

/// <summary>The last block of a text that still grows, of a kind that settles piece by piece.</summary>
internal abstract class OpenBlock(int id, int start, MarkdownBlock? previous)
{
    private readonly SettledItems<MarkdownChunk> _settled = new();
    private MarkdownBlock? _previous = previous;

    public int Id { get; } = id;

    /// <summary>Where it begins.</summary>
    public int Start { get; } = start;

    /// <summary>Where that begins which has not settled.</summary>
    public int Position { get; protected set; } = start;

    /// <summary>How much has to be read again that has settled already, such as a table's head.</summary>
    public virtual int ContextLength => 0;

    public int SettledCount => _settled.Count;

    /// <summary>Settled chunks whose code has been handed out for colouring.</summary>
    public int OfferedChunks { get; set; }

    public MarkdownChunk SettledChunk(int index) => _settled[index];

    /// <summary>Puts the same chunk with colours in a settled one's place.</summary>
    public void ReplaceChunk(int index, MarkdownChunk chunk) => _settled.Replace(index, chunk);

    /// <summary>Reads what has come; null when it turns out not to be what it looked like, and has to be looked at from its start.</summary>
    public abstract OpenReading? Read(SourceText source, bool final);

    protected void Settle(MarkdownNode[] nodes) => _settled.Add(ShapedBlock.ChunkOf(_previous, _settled.Count, nodes));

    protected MarkdownBlock Assemble(IReadOnlyList<MarkdownNode> opening, params IReadOnlyList<MarkdownNode[]> open)
    {
        var chunks = new List<MarkdownChunk>(open.Count);
        foreach (var nodes in open)
        {
            // An open end without anything is no chunk, but a block has at least one.
            if (nodes.Length > 0 || (_settled.Count == 0 && chunks.Count == 0))
            {
                chunks.Add(ShapedBlock.ChunkOf(_previous, _settled.Count + chunks.Count, nodes));
            }
        }

        var block = new MarkdownBlock(Id, ShapedBlock.OpeningOf(_previous, opening), _settled.With(chunks));
        return _previous = IsPrevious(block) ? _previous! : block;
    }

    private bool IsPrevious(MarkdownBlock block)
    {
        if (_previous is null || _previous.Id != Id || _previous.Chunks.Count != block.Chunks.Count || !ReferenceEquals(_previous.Opening, block.Opening))
        {
            return false;
        }

        for (var index = block.Chunks.Count - 1; index >= 0; index--)
        {
            if (!ReferenceEquals(_previous.Chunks[index], block.Chunks[index]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What a reading of the open block has found.</summary>
/// <param name="Block">The block as it stands.</param>
/// <param name="End">Where the text goes on behind it; null when it is open yet.</param>
/// <param name="Parsed">Its first block is this one; others that have begun behind it follow.</param>
internal sealed record OpenReading(MarkdownBlock Block, int? End, ParsedText? Parsed = null);
