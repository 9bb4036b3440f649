using System.Globalization;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One model's answer with its controls. The text has views of its own, so the card stands still while it grows.</summary>
public sealed partial class ModelCard
{
    private (LaneLabel? Label, CardStatus? Status, LaneTake? Take, CardPlace? Place, CardStatus? Baseline, bool IsFirst, bool IsStopping) _rendered;

    /// <summary>Whether this lane began first.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    [Parameter]
    public CardPlace Place { get; set; } = CardPlace.Default;

    /// <summary>What this card is measured by once it has ended; null when there is none.</summary>
    [Parameter]
    public CardStatus? Baseline { get; set; }

    private string? EndNote => Status switch
    {
        { State: LaneState.Finished, Metrics.FinishReason: "length" } => "Cut at the output limit: the model had more to say.",
        { State: LaneState.Finished, Metrics.FinishReason: "content_filter" } => "The provider's content filter held a part back.",
        { State: LaneState.Stopped, HasText: true } => "Stopped here.",
        { State: LaneState.Stopped } => "Stopped before the first word.",
        { State: LaneState.Interrupted } => "The server was restarted before this answer was whole. Continue asks the model again; what stands here is kept.",
        _ => null,
    };

    protected override bool ShouldRender() => _rendered != (Label, Status.WithoutEstimates, Feed.Current.Take, Place, Baseline, IsFirst, IsStopping);

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
