using System.Globalization;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// A comparison, running or ended. Renders once per frame of the session, all cards in one batch; what has not changed renders nothing.
/// </summary>
public sealed partial class RunView : IDisposable
{
    // Longest wait for the browser to show a frame before the next one is made all the same.
    private static readonly TimeSpan s_longestFrame = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> _announced = [];
    private TaskCompletionSource _shown = new();
    private ComparisonView? _view;
    private TimeSpan? _anchor;
    private string _announcement = "";
    private int _active;
    private bool _isStopping;

    // One handler per tab for as long as it lives: a new one with every frame would be sent to the browser each time.
    private Action[] _choose = [];

    [Inject]
    public required ComparisonSession Session { get; init; }

    [Inject]
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The comparison to show. Frames of another one, which the session is just leaving, are not taken.</summary>
    [Parameter]
    [EditorRequired]
    public required string ComparisonId { get; set; }

    [Parameter]
    [EditorRequired]
    public required string Prompt { get; set; }

    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LaneLabel> Labels { get; set; }

    /// <summary>Stops the lane with this index.</summary>
    [Parameter]
    public EventCallback<int> Stop { get; set; }

    /// <summary>Stops all lanes that run.</summary>
    [Parameter]
    public EventCallback StopAll { get; set; }

    public void Dispose()
    {
        if (Session.FrameReady == ShowFrameAsync)
        {
            Session.FrameReady = null;
            Session.Faulted = null;
        }

        _shown.TrySetResult();
    }

    protected override void OnInitialized()
    {
        Session.Faulted = DispatchExceptionAsync;
        Session.FrameReady = ShowFrameAsync;
        if (Session.Current is { } view && view.Id == ComparisonId)
        {
            Take(view);
        }
    }

    protected override void OnParametersSet()
    {
        if (_choose.Length != Labels.Count)
        {
            _choose = [.. Enumerable.Range(0, Labels.Count).Select(lane => (Action)(() => _active = lane))];
        }
    }

    protected override void OnAfterRender(bool firstRender) => _shown.TrySetResult();

    private async Task ShowFrameAsync(ComparisonView view, CancellationToken cancellationToken)
    {
        // The browser confirms what it has shown. A slow one gets fewer and larger frames.
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await InvokeAsync(() =>
        {
            if (view.Id != ComparisonId)
            {
                shown.SetResult();
                return;
            }

            _shown = shown;
            Take(view);
            StateHasChanged();
        });
        try
        {
            await shown.Task.WaitAsync(s_longestFrame, TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Long enough.
        }
    }

    private void Take(ComparisonView view)
    {
        var isFirst = _view is null;
        _view = view;
        var ended = view.Cards.Where(card => card.Status.State.IsTerminal() && _announced.Add(card.Lane)).ToArray();
        if (isFirst)
        {
            _announcement = view.IsRunning ? $"{Count(view.Cards.Count)} started." : $"{Count(view.Cards.Count)}, all ended.";
        }
        else if (ended.Length > 0)
        {
            _announcement = string.Join(" ", ended.Select(Describe));
        }
    }

    private string Describe(CardSnapshot card)
    {
        var name = Labels[card.Lane].Name;
        var duration = MetricText.Duration(card.Status.Metrics!.Duration);
        return card.Status.Failure is { } failure
            ? $"{name} failed after {duration}: {failure.Message}"
            : $"{name} {MetricText.State(card.Status.State, false)} after {duration}.";
    }

    private static string Count(int answers) => answers == 1 ? "One answer" : $"{answers} answers";

    private static string Mark(CardSnapshot card) => card.Status.State switch
    {
        LaneState.Finished => " ✓",
        LaneState.Failed => " !",
        _ => "",
    };

    /// <summary>Sets the browser's clock once, and once more when the comparison has ended; in between it runs by itself.</summary>
    private string AnchorMs(ComparisonView view)
    {
        var anchor = view.IsRunning ? _anchor ??= view.Elapsed : view.Elapsed;
        return anchor.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);
    }

    private async Task StopAllAsync()
    {
        _isStopping = true;
        await StopAll.InvokeAsync();
        _isStopping = false;
    }
}
