namespace CompareIntel.Web.Components.Compare;

/// <summary>A text so far: blocks that have settled, and perhaps one more that still grows. Immutable.</summary>
public sealed record Transcript(IReadOnlyList<TextBlock> Blocks)
{
    public static Transcript Empty { get; } = new([]);

    public bool IsEmpty => Blocks.Count == 0;
}
