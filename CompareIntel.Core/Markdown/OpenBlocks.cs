using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CompareIntel.Core.Markdown;

/// <summary>Decides which blocks are read piece by piece from now on.</summary>
internal static class OpenBlocks
{
    /// <summary>What reads the last block of a text; null while it is short, or of a kind that is always read whole.</summary>
    public static OpenBlock? TryCreate(ParsedText parsed, int id, MarkdownBlock? previous)
    {
        var index = parsed.Blocks.Count - 1;
        var block = parsed.Blocks[index];
        var start = parsed.StartOf(index);
        var text = parsed.Text.AsSpan(parsed.LineStart(block.Span.Start));
        return block switch
        {
            FencedCodeBlock code when text.IndexOf('\n') is var end && end >= 0 => new OpenFence(id, start, code, text[..end], previous),
            Table table when NodeWriter.RowsOf(table).Skip(BlockShaper.RowsPerChunk).Any() =>
                new OpenTable(id, start, text[..OpenTableLines.LengthOf(text.ToString(), 2)].ToString(), previous),
            ListBlock list when BlockShaper.GroupsOf(list).Count > 1 => new OpenList(id, start, previous),
            ParagraphBlock when text.Length > BlockShaper.CharactersPerChunk => new OpenParagraph(id, start, previous),
            _ => null,
        };
    }
}
