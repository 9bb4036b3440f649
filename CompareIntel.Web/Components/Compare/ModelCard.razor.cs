using System.Globalization;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One model's answer. Renders only when its snapshot has changed; head and text have gates of their own.</summary>
public sealed partial class ModelCard
{
    private (LaneLabel? Label, CardSnapshot? Snapshot, bool IsFirst, bool IsActive, bool IsStopping) _rendered;
    private bool _isStopping;

    [Parameter]
    [EditorRequired]
    public required LaneLabel Label { get; set; }

    [Parameter]
    [EditorRequired]
    public required CardSnapshot Snapshot { get; set; }

    /// <summary>Whether this lane began first.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    /// <summary>Whether this is the card that a narrow page shows.</summary>
    [Parameter]
    public bool IsActive { get; set; }

    /// <summary>Stops the lane with this index.</summary>
    [Parameter]
    public EventCallback<int> Stop { get; set; }

    private string? EndNote => Snapshot.Status switch
    {
        { State: LaneState.Finished, Metrics.FinishReason: "length" } => "Cut at the output limit: the model had more to say.",
        { State: LaneState.Finished, Metrics.FinishReason: "content_filter" } => "The provider's content filter held a part back.",
        { State: LaneState.Stopped, HasText: true } => "Stopped here.",
        { State: LaneState.Stopped } => "Stopped before the first word.",
        { State: LaneState.Interrupted } => "The server was restarted before this answer was whole. Send the prompt again for a whole one.",
        _ => null,
    };

    protected override bool ShouldRender() =>
        !ReferenceEquals(_rendered.Snapshot, Snapshot) || _rendered != (Label, Snapshot, IsFirst, IsActive, _isStopping);

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private async Task StopAsync()
    {
        _isStopping = true;
        await Stop.InvokeAsync(Snapshot.Lane);
        _isStopping = false;
    }
}
