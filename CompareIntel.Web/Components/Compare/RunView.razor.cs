using System.Globalization;
using System.Text.Json;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Replay;
using CompareIntel.Web.Components.Feedback;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// A comparison, running or ended. Every frame of the session is one batch, in which the texts that have grown render and nothing around them; this
/// component renders only when the race itself changes or the reader arranges the cards.
/// </summary>
public sealed partial class RunView : IDisposable
{
    // Longest wait for the browser to show a frame before the next one is made all the same.
    private static readonly TimeSpan s_longestFrame = TimeSpan.FromSeconds(1);

    private readonly HashSet<LaneTake> _announcedStarts = [];
    private readonly HashSet<LaneTake> _announcedEnds = [];
    private readonly Dictionary<string, TimeSpan> _anchors = new(StringComparer.Ordinal);
    private FrameBatch? _frames;
    private CardBoard _board = new(0);
    private CardFeed[] _feeds = [];
    private ComparisonView? _view;
    private ComparisonView? _rendered;
    private string _announcement = "";
    private bool _isTimed;

    // One handler per tab for as long as it lives: a new one with every frame would be sent to the browser each time.
    private Action[] _choose = [];

    [Inject]
    public required ComparisonSession Session { get; init; }

    [Inject]
    public required PageMemory Memory { get; init; }

    [Inject]
    public required TimeProvider TimeProvider { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

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

    /// <summary>Names the models that a lane was tried again with.</summary>
    [Parameter]
    public CatalogSnapshot Catalog { get; set; } = new([]);

    [Parameter]
    public ViewSettings Settings { get; set; } = ViewSettings.Default;

    [Parameter]
    public EventCallback<ViewSettings> SettingsChanged { get; set; }

    /// <summary>All that happened, for the time axis; null where there is none to show.</summary>
    [Parameter]
    public ComparisonLog? Log { get; set; }

    /// <summary>What plays the comparison again; null while it is shown as it is.</summary>
    [Parameter]
    public ReplayPlayer? Player { get; set; }

    /// <summary>The link by which it is shown to others, who can change nothing; null for its owner.</summary>
    [Parameter]
    public string? ShareToken { get; set; }

    /// <summary>Lets the owner make links for others.</summary>
    [Parameter]
    public EventCallback Share { get; set; }

    /// <summary>Takes what the owner thinks of the answers; null where nobody is asked.</summary>
    [Parameter]
    public PageFeedback? Feedback { get; set; }

    /// <summary>Begins a replay.</summary>
    [Parameter]
    public EventCallback Replay { get; set; }

    /// <summary>Ends the replay.</summary>
    [Parameter]
    public EventCallback LeaveReplay { get; set; }

    /// <summary>Stops this run of a lane.</summary>
    [Parameter]
    public EventCallback<LaneTake> Stop { get; set; }

    /// <summary>Stops all lanes that run, and all retries.</summary>
    [Parameter]
    public EventCallback StopAll { get; set; }

    /// <summary>Runs these lanes again, together.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<int>> Retry { get; set; }

    /// <summary>Runs this lane again with a model that the user chooses.</summary>
    [Parameter]
    public EventCallback<int> RetryWith { get; set; }

    /// <summary>The next prompt goes to this lane only.</summary>
    [Parameter]
    public EventCallback<int> Continue { get; set; }

    /// <summary>Shows what exactly this run of a lane was sent.</summary>
    [Parameter]
    public EventCallback<LaneTake> ShowSeal { get; set; }

    /// <summary>Asks the same again, as another branch.</summary>
    [Parameter]
    public EventCallback AskAgain { get; set; }

    /// <summary>Lets the user change the prompt, to ask it as another branch.</summary>
    [Parameter]
    public EventCallback EditPrompt { get; set; }

    /// <summary>In what the lanes' requests differ; empty when all were asked exactly the same.</summary>
    [Parameter]
    public IReadOnlyList<string> ContextDifferences { get; set; } = [];

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
    }

    protected override void OnParametersSet()
    {
        if (_choose.Length != Labels.Count)
        {
            _board = Memory.BoardOf(ComparisonId, Labels.Count);
            _choose = [.. Enumerable.Range(0, Labels.Count).Select(lane => (Action)(() => _board.Activate(lane)))];
        }

        _isTimed = Player is null && Session.Timer is not null;
        if (_view is null && Session.Current is { } view && view.Id == ComparisonId)
        {
            Take(view);
        }
    }

    // Noted while it is built: what was rendered counts, not what the browser has confirmed.
    private ComparisonView Rendering(ComparisonView view) => _rendered = view;

    private async Task ShowFrameAsync(ComparisonView view, CancellationToken cancellationToken)
    {
        // The browser confirms what it has shown. A slow one gets fewer and larger frames.
        var shown = Task.CompletedTask;
        var timer = view.Id == Session.Id ? Session.Timer : null;
        await InvokeAsync(() =>
        {
            if (view.Id == ComparisonId && _frames is { } frames)
            {
                shown = frames.FlushAsync(() => Take(view));
                Session.FrameSent();
                timer?.Sent();
            }
        });
        try
        {
            await shown.WaitAsync(s_longestFrame, TimeProvider, cancellationToken);
            timer?.Confirmed();
        }
        catch (TimeoutException)
        {
            // Long enough.
            timer?.Late();
        }

        if (timer is { HasNews: true })
        {
            PaintReport? paint = null;
            await InvokeAsync(async () => paint = await TakePaintsAsync());
            timer.Tell(paint);
        }
    }

    /// <summary>What the browser tells of its painting; null when it tells nothing.</summary>
    private async Task<PaintReport?> TakePaintsAsync()
    {
        try
        {
            return PaintReport.Parse(await JS.InvokeAsync<string?>("compareIntel.takePaints").AsTask().WaitAsync(s_longestFrame, TimeProvider));
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or TimeoutException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private void Take(ComparisonView view)
    {
        var isFirst = _view is null;
        _view = view;
        if (Player is null)
        {
            Announce(view, isFirst);
        }

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

        for (var lane = 0; lane < _feeds.Length; lane++)
        {
            _feeds[lane].Publish(Shown(view, lane));
        }
    }

    private CardPlace PlaceOf(ComparisonView view, int lane)
    {
        var isReadOnly = Player is not null || ShareToken is not null;
        return _board.PlaceOf(lane, view.TakesOf(lane).Count) with
        {
            IsReadOnly = isReadOnly,
            IsShared = ShareToken is not null,
            TakesFeedback = Feedback is not null && !isReadOnly,
            Feedback = Feedback?.Of(Shown(view, lane).Take),
        };
    }

    private CardSnapshot Shown(ComparisonView view, int lane)
    {
        if (view.Retries.Count == 0)
        {
            return view.Cards[lane];
        }

        var takes = view.TakesOf(lane);
        return takes[_board.TakeOf(lane, takes.Count)];
    }

    private LaneLabel LabelOf(LaneTake take)
    {
        var label = Labels[take.Lane];
        return take.Model == label.Model ? label : LaneLabel.For([take.Model], Catalog)[0] with { Lane = take.Lane };
    }

    private CardClock? ClockOf(ComparisonView view, LaneTake take)
    {
        if (view.Retries.FirstOrDefault(retry => retry.Id == take.ComparisonId) is not { } retry)
        {
            return null;
        }

        return new CardClock(retry.Id, Anchor(retry.Id, retry.Elapsed, retry.IsRunning), retry.IsRunning);
    }

    private CardStatus? BaselineFor(ComparisonView view, int lane) =>
        _board.Pinned is { } pinned && pinned != lane && Shown(view, pinned).Status is { Metrics: not null, Failure: null } status ? status : null;

    private async Task ActAsync(CardCommand command)
    {
        if (_view is not { } view)
        {
            return;
        }

        var lane = command.Lane;
        switch (command.Action)
        {
            case CardAction.Raw:
                _board.ToggleRaw(lane);
                Session.ShowRaw(_board.Raw);
                break;
            case CardAction.Maximise:
                _board.ToggleMaximised(lane);
                break;
            case CardAction.Hide:
                _board.Hide(lane);
                break;
            case CardAction.MoveLeft:
                _board.Move(lane, -1);
                break;
            case CardAction.MoveRight:
                _board.Move(lane, 1);
                break;
            case CardAction.Pin:
                _board.TogglePinned(lane);
                break;
            case CardAction.Collapse:
                _board.ToggleCollapsed(lane);
                break;
            case CardAction.Stop:
                await Stop.InvokeAsync(Shown(view, lane).Take);
                break;
            case CardAction.Retry:
                await Retry.InvokeAsync([lane]);
                break;
            case CardAction.RetryWith:
                await RetryWith.InvokeAsync(lane);
                break;
            case CardAction.Continue:
                await Continue.InvokeAsync(lane);
                break;
            case CardAction.Seal:
                await ShowSeal.InvokeAsync(Shown(view, lane).Take);
                break;
            case CardAction.ThumbUp or CardAction.ThumbDown when Feedback is not null:
                _announcement = await Feedback.ToggleAsync(Shown(view, lane).Take, command.Action == CardAction.ThumbUp);
                break;
            case CardAction.Comment when Feedback is not null:
                await Feedback.CommentAsync(Shown(view, lane).Take, LabelOf(Shown(view, lane).Take).Name);
                break;
            case CardAction.Report when Feedback is not null:
                await Feedback.ReportAsync(Shown(view, lane).Take, LabelOf(Shown(view, lane).Take).Name);
                break;
            case CardAction.PreviousTake:
                ChooseTake(view, lane, -1);
                break;
            case CardAction.NextTake:
                ChooseTake(view, lane, 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command.Action, null);
        }
    }

    private void ChooseTake(ComparisonView view, int lane, int by)
    {
        var takes = view.TakesOf(lane);
        var take = Math.Clamp(_board.TakeOf(lane, takes.Count) + by, 0, takes.Count - 1);
        _board.ChooseTake(lane, take);
        _feeds[lane].Publish(takes[take]);
    }

    private Task ReportAsync() => Feedback?.ReportAsync(null, null) ?? Task.CompletedTask;

    private void ToggleAllRaw()
    {
        _board.ToggleAllRaw();
        Session.ShowRaw(_board.Raw);
    }

    private Task RetryFailedAsync() => _view is { } view && FailedLanes(view) is { Count: > 0 } lanes ? Retry.InvokeAsync(lanes) : Task.CompletedTask;

    /// <summary>Lanes whose latest run has failed or was cut off.</summary>
    private static List<int> FailedLanes(ComparisonView view) =>
        [.. view.Cards.Select(static card => card.Lane).Where(lane => view.TakesOf(lane)[^1].Status.State is LaneState.Failed or LaneState.Interrupted)];

    // One region says what lanes begin and how they end, all of a frame in one go: a text that is exchanged at once is not read.
    private void Announce(ComparisonView view, bool isFirst)
    {
        var said = new List<string>();
        if (isFirst)
        {
            said.Add(view.IsRunning ? $"{Count(view.Cards.Count)} started." : $"{Count(view.Cards.Count)}, all ended.");
        }

        foreach (var card in view.Cards.Concat(view.Retries.SelectMany(static retry => retry.Cards)))
        {
            var status = card.Status;
            if (status.TimeToFirstToken is not null && _announcedStarts.Add(card.Take) && !isFirst && !status.State.IsTerminal())
            {
                said.Add($"{LabelOf(card.Take).Name} is {MetricText.State(status.State, status.IsReasoning)}.");
            }

            if (status.State.IsTerminal() && _announcedEnds.Add(card.Take) && !isFirst)
            {
                said.Add(Describe(card));
            }
        }

        if (said.Count > 0)
        {
            _announcement = string.Join(" ", said);
        }
    }

    private string Describe(CardSnapshot card)
    {
        var name = LabelOf(card.Take).Name;
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

    /// <summary>Sets a clock of the browser once, and once more when what it measures has ended; in between it runs by itself.</summary>
    private TimeSpan Anchor(string id, TimeSpan elapsed, bool isRunning)
    {
        if (!isRunning)
        {
            return elapsed;
        }

        return _anchors.TryGetValue(id, out var anchor) ? anchor : _anchors[id] = elapsed;
    }

    private string AnchorMs(ComparisonView view) => Ms(Player?.Position ?? Anchor(view.Id, view.Elapsed, view.IsRunning));

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);
}
