using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Markdown;

/// <summary>
/// A document's blocks in sections. A block stays in the section that it came into, and a section where it stands: so what has settled is compared no more, but for
/// the section of a block that the last pass exchanges.
/// </summary>
internal sealed class SectionList(SpentTrees spent)
{
    private readonly List<Section> _sections = [];
    private IReadOnlyList<MarkdownBlock> _shown = [];

    public IReadOnlyList<Section> Sections => _sections;

    /// <summary>Shows these blocks, which stay as they are. True when there are other sections than before, so that the list itself has to be rendered.</summary>
    public bool Take(IReadOnlyList<MarkdownBlock> blocks)
    {
        var before = _shown;
        _shown = blocks;
        var start = 0;
        for (var index = 0; index < _sections.Count; index++)
        {
            var section = _sections[index];
            var end = start + section.Blocks.Count;

            // What has settled is nearly all, and is told by the references alone: to look into it would cost more than the rest of a frame.
            if (index < _sections.Count - 1 && AreSame(before, blocks, start, end))
            {
                start = end;
                continue;
            }

            if (!section.Holds(blocks, start) || (index == _sections.Count - 1 && end < blocks.Count))
            {
                return Arrange(index, blocks, start);
            }

            section.Show(blocks, start);
            start = end;
        }

        return start < blocks.Count && Arrange(0, blocks, start);
    }

    private static bool AreSame(IReadOnlyList<MarkdownBlock> before, IReadOnlyList<MarkdownBlock> blocks, int start, int end)
    {
        if (end > before.Count || end > blocks.Count)
        {
            return false;
        }

        for (var index = start; index < end; index++)
        {
            if (!ReferenceEquals(before[index], blocks[index]))
            {
                return false;
            }
        }

        return true;
    }

    // Blocks have come, gone or been exchanged in the sections from this one on. One that stays has its section, the others follow: first into the
    // places of those that have gone, then behind the block before them.
    private bool Arrange(int first, IReadOnlyList<MarkdownBlock> blocks, int start)
    {
        var old = _sections.Skip(first).SelectMany(static (section, index) => section.Blocks.Select(block => (Block: block, Section: index))).ToList();
        var places = old.Select(static (block, place) => (block.Block.Id, place)).ToDictionary();
        var staying = blocks.Skip(start).Select(static block => block.Id).ToHashSet();
        var arranged = _sections.Skip(first).Select(static _ => new List<(SectionBlock, MarkdownBlock)>()).ToList();
        for (int index = start, next = 0, section = 0; index < blocks.Count; index++)
        {
            var block = blocks[index];
            var isKnown = places.TryGetValue(block.Id, out var place) && place >= next;
            if (isKnown)
            {
                section = old[place].Section;
                next = place + 1;
            }
            else if (next < old.Count && !staying.Contains(old[next].Block.Id))
            {
                section = old[next++].Section;
            }
            else if (next == old.Count && (arranged.Count == 0 || Section.IsFull(arranged[section])))
            {
                section = arranged.Count;
                arranged.Add([]);
            }

            arranged[section].Add((isKnown ? old[place].Block : new SectionBlock(spent), block));
        }

        return Show(first, arranged);
    }

    private bool Show(int first, List<List<(SectionBlock Place, MarkdownBlock Block)>> arranged)
    {
        var isOther = false;
        for (var index = 0; index < arranged.Count; index++)
        {
            if (first + index == _sections.Count)
            {
                _sections.Add(new Section(spent));
                isOther = true;
            }

            if (arranged[index].Count > 0)
            {
                _sections[first + index].Show(arranged[index]);
            }
        }

        for (var index = arranged.Count - 1; index >= 0; index--)
        {
            if (arranged[index].Count == 0)
            {
                _sections.RemoveAt(first + index);
                isOther = true;
            }
        }

        return isOther;
    }
}
