using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>
/// Bounds what one parse may take. The parser tries every sign that may begin or end an element against those before it, within one block of text; a few
/// thousand that lead nowhere cost seconds. They are counted in the blocks that the parser itself has found, before it looks for elements in them.
/// </summary>
internal sealed class ParsingEffort
{
    /// <summary>About 2,000 signs in one paragraph: what is worth a frame.</summary>
    public const long Frame = 4_000_000;

    /// <summary>About 6,000: what is worth a wait at the end.</summary>
    public const long Whole = 40_000_000;

    private readonly long _limit;
    private long _effort;

    private ParsingEffort(long limit)
    {
        _limit = limit;
        Context = new MarkdownParserContext();
        Context.Properties[typeof(ParsingEffort)] = this;
    }

    /// <summary>What the parser is called with.</summary>
    public MarkdownParserContext Context { get; }

    /// <summary>Whether it would have taken too long, so that what was parsed is worth nothing.</summary>
    public bool IsExceeded => _effort > _limit;

    /// <summary>Null when it would take too long to tell the blocks alone.</summary>
    public static ParsingEffort? TryStart(ReadOnlySpan<char> text, long limit)
    {
        var effort = new ParsingEffort(limit);
        effort.AddDefinitions(text);
        return effort.IsExceeded ? null : effort;
    }

    /// <summary>Has the pipeline count.</summary>
    public static void Watch(MarkdownPipelineBuilder pipeline)
    {
        // Headings with a line below them come from the parser of paragraphs, and so do tables. Nothing else has elements in it.
        pipeline.BlockParsers.FindExact<ParagraphBlockParser>()!.Closed += Add;
        pipeline.BlockParsers.FindExact<HeadingBlockParser>()!.Closed += Add;
    }

    // Every definition of a link takes the lines behind it out of the paragraph. What is no definition, such as code, has few of these.
    private void AddDefinitions(ReadOnlySpan<char> text)
    {
        long definitions = 0;
        foreach (var line in text.EnumerateLines())
        {
            if (line.Trim("> \t").IsEmpty)
            {
                _effort += definitions * definitions;
                definitions = 0;
            }

            definitions += line.Count("]:");
        }

        _effort += definitions * definitions;
    }

    private static void Add(BlockProcessor processor, Block block)
    {
        if (block is LeafBlock { ProcessInlines: true } leaf && processor.Context?.Properties.GetValueOrDefault(typeof(ParsingEffort)) is ParsingEffort effort)
        {
            effort.Add(leaf);
        }
    }

    private void Add(LeafBlock leaf)
    {
        long signs = 0;
        for (var index = 0; index < leaf.Lines.Count; index++)
        {
            var line = leaf.Lines.Lines[index].Slice.AsSpan();
            signs += line.Count('[') + line.Count('*') + line.Count('_') + line.Count('~');
        }

        _effort += signs * signs;
        leaf.ProcessInlines = !IsExceeded;
    }
}
