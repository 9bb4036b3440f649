namespace CompareIntel.Core.Markdown;

/// <summary>
/// Reads a whole text at once, when it has ended, for what reaches back into blocks that have settled: link definitions and footnotes. It has all that it
/// needs, so that it can be run on any thread while the text is shown.
/// </summary>
public sealed class LastPass
{
    private readonly string _text;
    private readonly IReadOnlyList<MarkdownBlock> _shown;
    private IReadOnlyList<ShapedBlock> _whole = [];
    private int[] _matches = [];

    /// <param name="text">The whole text.</param>
    /// <param name="shown">What has settled, which is all of it when the text was shown before.</param>
    internal LastPass(string text, IReadOnlyList<MarkdownBlock> shown)
    {
        _text = text;
        _shown = shown;
    }

    /// <summary>Whether something is shown in another way than before. False until <see cref="Run"/> has been called.</summary>
    public bool IsChange { get; private set; }

    /// <summary>Whether the text cannot be parsed.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>Reads the text. Call it once.</summary>
    public void Run()
    {
        if (ParsedText.TryParse(_text, 0, MarkdownPipelines.Final(_text)) is not { } parsed)
        {
            HasFailed = true;
            return;
        }

        _whole = [.. parsed.Blocks.Select(block => BlockShaper.Shape(block, settled: true))];
        _matches = Reconciler.Match(_shown, _whole);
        IsChange = _matches.Length != _shown.Count || !_matches.SequenceEqual(Enumerable.Range(0, _matches.Length));
    }

    /// <summary>The whole text's blocks: where one shows what another did before, that one.</summary>
    /// <param name="shown">The blocks that the pass was made with; they may have got their colours since.</param>
    /// <param name="firstFreeId">For the first of those that are new.</param>
    internal List<MarkdownBlock> Apply(IReadOnlyList<MarkdownBlock> shown, int firstFreeId) =>
        [.. _matches.Select((match, index) => match >= 0 ? shown[match] : _whole[index].ToBlock(firstFreeId++, previous: null))];
}
