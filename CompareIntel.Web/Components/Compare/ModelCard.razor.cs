using System.Globalization;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One model's answer. Renders only when something around the text has changed; the text has views of its own.</summary>
public sealed partial class ModelCard : IDisposable
{
    private (LaneLabel? Label, CardStatus? Status, LaneTake? Take, bool IsFirst, bool IsActive, bool IsStopping) _rendered;
    private CardFeed? _feed;
    private bool _isStopping;

    [Parameter]
    [EditorRequired]
    public required LaneLabel Label { get; set; }

    [Parameter]
    [EditorRequired]
    public required CardFeed Feed { get; set; }

    /// <summary>Whether this lane began first.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    /// <summary>Whether this is the card that a narrow page shows.</summary>
    [Parameter]
    public bool IsActive { get; set; }

    /// <summary>Stops the lane with this index.</summary>
    [Parameter]
    public EventCallback<int> Stop { get; set; }

    private string? EndNote => Status switch
    {
        { State: LaneState.Finished, Metrics.FinishReason: "length" } => "Cut at the output limit: the model had more to say.",
        { State: LaneState.Finished, Metrics.FinishReason: "content_filter" } => "The provider's content filter held a part back.",
        { State: LaneState.Stopped, HasText: true } => "Stopped here.",
        { State: LaneState.Stopped } => "Stopped before the first word.",
        { State: LaneState.Interrupted } => "The server was restarted before this answer was whole. Send the prompt again for a whole one.",
        _ => null,
    };

    private CardStatus Status => Feed.Current.Status;

    public void Dispose()
    {
        if (_feed is not null)
        {
            _feed.ShellChanged -= StateHasChanged;
        }
    }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_feed, Feed))
        {
            Dispose();
            _feed = Feed;
            _feed.ShellChanged += StateHasChanged;
        }
    }

    protected override bool ShouldRender() => _rendered != (Label, Status, Feed.Current.Take, IsFirst, IsActive, _isStopping);

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private async Task StopAsync()
    {
        _isStopping = true;
        await Stop.InvokeAsync(Label.Lane);
        _isStopping = false;
    }
}
