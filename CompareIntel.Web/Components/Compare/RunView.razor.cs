using System.Globalization;
using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// A comparison, running or ended. Every frame of the session is one batch, in which the texts that have grown render and nothing around them; this
/// component renders only when the race itself changes.
/// </summary>
public sealed partial class RunView : IDisposable
{
    // Longest wait for the browser to show a frame before the next one is made all the same.
    private static readonly TimeSpan s_longestFrame = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> _announced = [];
    private FrameBatch? _frames;
    private CardFeed[] _feeds = [];
    private ComparisonView? _view;
    private ComparisonView? _rendered;
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

    // Noted while it is built: what was rendered counts, not what the browser has confirmed.
    private ComparisonView Rendering(ComparisonView view) => _rendered = view;

    private async Task ShowFrameAsync(ComparisonView view, CancellationToken cancellationToken)
    {
        // The browser confirms what it has shown. A slow one gets fewer and larger frames.
        var shown = Task.CompletedTask;
        await InvokeAsync(() =>
        {
            if (view.Id == ComparisonId && _frames is { } frames)
            {
                shown = frames.FlushAsync(() => Take(view));
            }
        });
        try
        {
            await shown.WaitAsync(s_longestFrame, TimeProvider, cancellationToken);
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
        Announce(view, isFirst);
        Publish(view);
        if (_rendered is not { } rendered || !RaceKey.AreSame(rendered, view))
        {
            StateHasChanged();
        }
    }

    private void Publish(ComparisonView view)
    {
        if (_feeds.Length != view.Cards.Count)
        {
            _feeds = [.. view.Cards.Select(static card => new CardFeed(card))];
        }

        for (var card = 0; card < _feeds.Length; card++)
        {
            _feeds[card].Publish(view.Retries.Count == 0 ? view.Cards[card] : view.TakesOf(card)[^1]);
        }
    }

    private void Announce(ComparisonView view, bool isFirst)
    {
        if (isFirst)
        {
            _announcement = view.IsRunning ? $"{Count(view.Cards.Count)} started." : $"{Count(view.Cards.Count)}, all ended.";
        }

        foreach (var card in view.Cards)
        {
            if (card.Status.State.IsTerminal() && _announced.Add(card.Lane) && !isFirst)
            {
                _announcement = Describe(card);
            }
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
