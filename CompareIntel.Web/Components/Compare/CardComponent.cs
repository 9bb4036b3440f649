using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>What shows one lane, whole or in one line. Renders when something around the text has changed, and not with every frame.</summary>
public abstract class CardComponent : ComponentBase, IDisposable
{
    private CardFeed? _feed;

    [Parameter]
    [EditorRequired]
    public required LaneLabel Label { get; set; }

    [Parameter]
    [EditorRequired]
    public required CardFeed Feed { get; set; }

    /// <summary>One of the card's controls was used.</summary>
    [Parameter]
    public EventCallback<CardCommand> Act { get; set; }

    protected CardStatus Status => Feed.Current.Status;

    protected bool IsRunning => !Status.State.IsTerminal();

    /// <summary>Stop was asked for and the lane has not ended yet.</summary>
    protected bool IsStopping { get; private set; }

    protected string StateWord => MetricText.State(Status.State, Status.IsReasoning);

    /// <summary>What asking the model again is called: an answer that the server broke off is gone on with, as the reader sees it.</summary>
    protected string AgainWord => Status.State == LaneState.Interrupted ? "Continue" : "Retry";

    protected string? AgainTitle => Status.State == LaneState.Interrupted ? "Asks the model again with the same messages, which costs again. What stands here is kept." : null;

    public void Dispose()
    {
        Leave();
        GC.SuppressFinalize(this);
    }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_feed, Feed))
        {
            Leave();
            _feed = Feed;
            _feed.ShellChanged += StateHasChanged;
        }
    }

    protected Task DoAsync(CardAction action) => Act.InvokeAsync(new CardCommand(Label.Lane, action));

    protected async Task StopAsync()
    {
        IsStopping = true;
        await DoAsync(CardAction.Stop);
        IsStopping = false;
    }

    private void Leave()
    {
        if (_feed is not null)
        {
            _feed.ShellChanged -= StateHasChanged;
        }
    }
}
