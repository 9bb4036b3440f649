using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// All lanes on one time axis. Rendered only when a lane changes what it does; the growth in between is the browser's, see elements.js.
/// </summary>
public sealed partial class RaceStrip
{
    private const int MostRows = 4;

    private (IReadOnlyList<LaneLabel> Labels, ComparisonView View)? _rendered;

    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LaneLabel> Labels { get; set; }

    [Parameter]
    [EditorRequired]
    public required ComparisonView View { get; set; }

    /// <summary>In what the lanes' requests differ; empty when all were asked exactly the same.</summary>
    [Parameter]
    public IReadOnlyList<string> ContextDifferences { get; set; } = [];

    /// <summary>Whether there are so many lanes that numbers stand in place of names.</summary>
    public static bool IsCondensed(ComparisonView view) => view.Cards.Count > MostRows;

    protected override bool ShouldRender() =>
        _rendered is not { } rendered || !ReferenceEquals(rendered.Labels, Labels) || !RaceKey.AreSame(rendered.View, View);
}
