namespace CompareIntel.Core.Markdown;

/// <summary>Collects the code blocks that have settled, each once, and puts their colours in.</summary>
internal sealed class CodeOffers
{
    private List<SettledCode> _offers = [];

    /// <summary>Offers what a settled block has, but for the chunks that settled before it.</summary>
    public void Add(MarkdownBlock block, int firstChunk)
    {
        if (block.Opening is [{ Element: MarkdownElement.CodeBlock, Kind: MarkdownNodeKind.Open }, ..])
        {
            Add(block.Id, CodePlace.Opening, block.Opening.Concat(block.Chunks.SelectMany(chunk => chunk.Nodes)));
            return;
        }

        for (var index = firstChunk; index < block.Chunks.Count; index++)
        {
            Add(block.Id, block.Chunks[index]);
        }
    }

    public void Add(int blockId, MarkdownChunk chunk) => Add(blockId, chunk.Id, chunk.Nodes);

    public IReadOnlyList<SettledCode> Take()
    {
        if (_offers.Count == 0)
        {
            return [];
        }

        var offers = _offers;
        _offers = [];
        return offers;
    }

    /// <summary>Takes back what nobody has taken and is shown no more.</summary>
    public void Keep(HashSet<int> blockIds) => _offers.RemoveAll(offer => !blockIds.Contains(((CodePlace)offer.Key).BlockId));

    /// <summary>The same nodes with the colours of one code block among them.</summary>
    public static MarkdownNode[] WithTokens(IReadOnlyList<MarkdownNode> nodes, int ordinal, string tokens)
    {
        var result = new List<MarkdownNode>(nodes.Count + 1);
        var code = -1;
        foreach (var node in nodes)
        {
            code += node is { Kind: MarkdownNodeKind.Open, Element: MarkdownElement.CodeBlock } ? 1 : 0;
            var isTarget = code == ordinal;
            if (isTarget && node is { Kind: MarkdownNodeKind.Open, Element: MarkdownElement.CodeText })
            {
                result.Add(MarkdownNode.Set(MarkdownProperty.Tokens, tokens));
            }

            if (!isTarget || node is not { Kind: MarkdownNodeKind.Property, Property: MarkdownProperty.Tokens })
            {
                result.Add(node);
            }
        }

        return [.. result];
    }

    private void Add(int blockId, int chunk, IEnumerable<MarkdownNode> nodes)
    {
        var ordinal = -1;
        string? language = null;
        var lines = new List<string>();
        foreach (var node in nodes)
        {
            switch (node.Kind)
            {
                case MarkdownNodeKind.Open when node.Element == MarkdownElement.CodeBlock:
                    Offer();
                    ordinal++;
                    break;
                case MarkdownNodeKind.Property when node.Property == MarkdownProperty.Language:
                    language = node.Value;
                    break;
                case MarkdownNodeKind.Close:
                    Offer();
                    break;
                case MarkdownNodeKind.Text when language is not null:
                    lines.Add(node.Value!);
                    break;
            }
        }

        Offer();

        void Offer()
        {
            if (language is not null && lines.Count > 0)
            {
                _offers.Add(new SettledCode(new CodePlace(blockId, chunk, ordinal), language, string.Concat(lines)));
            }

            language = null;
            lines.Clear();
        }
    }
}

/// <summary>Where a code block stands in the document.</summary>
/// <param name="BlockId">The block.</param>
/// <param name="Chunk">The chunk in it, or <see cref="Opening"/>.</param>
/// <param name="Ordinal">Which of the code blocks there.</param>
internal sealed record CodePlace(int BlockId, int Chunk, int Ordinal)
{
    /// <summary>The block itself is the code block.</summary>
    public const int Opening = -1;
}
