using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>What one card shows at one moment. Parts that have not changed are the same objects as in the snapshot before.</summary>
public sealed record CardSnapshot(LaneTake Take, CardStatus Status, MarkdownDocument Reasoning, MarkdownDocument Answer, LaneTimeline Timeline)
{
    /// <summary>The lane of the comparison that is followed; also its card.</summary>
    public int Lane => Take.Lane;
}
