using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// All lanes on one time axis. Rendered only when a lane changes what it does; the growth in between is the browser's, see elements.js.
/// </summary>
public sealed partial class RaceStrip
{
    private const int MostRows = 4;

    private StripKey? _rendered;

    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LaneLabel> Labels { get; set; }

    [Parameter]
    [EditorRequired]
    public required ComparisonView View { get; set; }

    /// <summary>Whether there are so many lanes that numbers stand in place of names.</summary>
    public static bool IsCondensed(ComparisonView view) => view.Cards.Count > MostRows;

    private StripKey Key => new(Labels, View.State, [.. View.Cards.Select(static card => (card.Timeline, card.Status.QueuePosition))]);

    protected override bool ShouldRender() => _rendered is null || !_rendered.Matches(Key);

    private sealed record StripKey(IReadOnlyList<LaneLabel> Labels, ComparisonState State, (LaneTimeline Timeline, int? QueuePosition)[] Lanes)
    {
        public bool Matches(StripKey other) =>
            ReferenceEquals(Labels, other.Labels) && State == other.State && Lanes.Length == other.Lanes.Length
            && Lanes.Zip(other.Lanes).All(static pair =>
                ReferenceEquals(pair.First.Timeline, pair.Second.Timeline) && pair.First.QueuePosition == pair.Second.QueuePosition);
    }
}
