using CompareIntel.Core.Markdown;

namespace CompareIntel.Tests.Support;

internal static class MarkdownDocuments
{
    /// <summary>All text of the document, without what is between blocks.</summary>
    public static string TextOf(MarkdownDocument document) => string.Concat(document.Blocks.SelectMany(NodesOf).Select(static node => node.Kind == MarkdownNodeKind.Text ? node.Value : ""));

    public static IEnumerable<MarkdownNode> NodesOf(MarkdownBlock block) => block.Opening.Concat(block.Chunks.SelectMany(static chunk => chunk.Nodes));

    /// <summary>The texts of a block, as they are cut.</summary>
    public static IReadOnlyList<string> SegmentsOf(MarkdownBlock block) =>
        [.. NodesOf(block).Where(static node => node.Kind == MarkdownNodeKind.Text).Select(static node => node.Value!)];
}
