using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Conversations;
using CompareIntel.Core.LineUps;
using CompareIntel.Web.Components.Feedback;
using CompareIntel.Web.Components.Layout;
using CompareIntel.Web.Components.LineUps;
using CompareIntel.Web.Components.Sharing;
using CompareIntel.Web.Hosting.Ownership;
using CompareIntel.Web.Telemetry;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace CompareIntel.Web.Components.Compare;

/// <summary>A new comparison, or the one with this id. Starting one changes the address and nothing else.</summary>
public sealed partial class ComparePage : IAsyncDisposable
{
    private const int LongestTitle = 80;

    private static readonly string[] s_examples =
    [
        "Explain backpressure in streaming systems to a junior engineer, with one small C# example.",
        "Plan a week of vegetarian dinners for two, with a shopping list.",
        "What speaks for and against a four-day week? End with your own view.",
    ];

    private LineUp _lineUp = new(12);
    private IReadOnlyList<LaneLabel> _lineUpLabels = [];
    private IReadOnlyList<LaneLabel> _runLabels = [];
    private LiveComparison? _comparison;
    private PromptComposer? _composer;
    private PageReplay _replay = null!;
    private PageFeedback _feedback = null!;
    private ViewSettings _settings = ViewSettings.Default;
    private string? _notice;
    private IReadOnlyList<ConversationStep> _way = [];
    private IReadOnlyList<string> _contextDifferences = [];
    private bool _isEditing;
    private string? _trouble;
    private bool _isMissing;
    private bool _isRestored;

    [Inject]
    public required ComparisonSession Session { get; init; }

    [Inject]
    public required LiveComparisons Comparisons { get; init; }

    [Inject]
    public required OwnComparisons OwnComparisons { get; init; }

    [Inject]
    public required OwnFeedback OwnFeedback { get; init; }

    [Inject]
    public required OwnerContext Owner { get; init; }

    [Inject]
    public required ModelCatalog Catalog { get; init; }

    [Inject]
    public required BrowserStore Store { get; init; }

    [Inject]
    public required LineUpLibrary LineUps { get; init; }

    [Inject]
    public required PageMemory Memory { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider TimeProvider { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required IOptionsMonitor<ComparisonOptions> Options { get; init; }

    [Inject]
    public required IOptionsMonitor<TierOptions> Tiers { get; init; }

    /// <summary>The comparison to show; null for a new one.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>Set, to whatever, when the comparison is to be replayed.</summary>
    [SupplyParameterFromQuery(Name = "replay")]
    public string? ReplayQuery { get; set; }

    // The page asks for the largest tier: nobody chooses one here.
    private TierLimits Limits => Tiers.CurrentValue.Extended;

    private bool IsEmpty => Id is null && _comparison is null && !_isMissing;

    private string PageTitleText =>
        _isMissing ? "Not here · CompareIntel"
        : _comparison is { } comparison ? $"{Shorten(comparison.Request.Prompt)} · CompareIntel"
        : "CompareIntel";

    public async ValueTask DisposeAsync()
    {
        Catalog.Changed -= OnCatalogChanged;
        _replay.Drop();
        await Session.LeaveAsync();
    }

    protected override async Task OnInitializedAsync()
    {
        _feedback = new PageFeedback(OwnFeedback, Dialogs, OnFeedbackChanged);
        _replay = new PageReplay(Session, TimeProvider, OnReplayChanged);
        _lineUp = new LineUp(Options.CurrentValue.MaxLanes);
        _lineUp.Changed += OnLineUpChanged;
        Catalog.Changed += OnCatalogChanged;

        // Before any card is shown: it must not be laid out twice.
        _settings = await Store.GetViewAsync();
        if (Id is null)
        {
            TakeLineUp(Memory.LineUpOf(null) ?? await FirstLineUpAsync());
        }

        _isRestored = true;
        CheckLineUp();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Id == Session.Id && !_isMissing && _trouble is null)
        {
            // The browser's own way back leads out of a replay, and into it again.
            await SetReplayAsync(ReplayQuery is not null);
            return;
        }

        _isMissing = false;
        _comparison = null;
        _replay.Drop();
        var id = Id;
        LiveComparison? found = null;
        _trouble = null;
        try
        {
            found = id is null ? null : await OwnComparisons.FindAsync(id, await Owner.GetIdAsync());
        }
        catch (StorageUnavailableException exception)
        {
            _trouble = exception.Message;
        }

        if (Id != id)
        {
            // The page was asked for another one meanwhile.
            return;
        }

        if (found is { } comparison)
        {
            // All of it before the next await: while that lasts, the page may be asked for the next comparison.
            await OpenAsync(comparison);
            await SetReplayAsync(ReplayQuery is not null);
        }
        else
        {
            _isMissing = Id is not null && _trouble is null;
            _isEditing = false;
            await Session.LeaveAsync();
            if (Id is null && _isRestored)
            {
                // What a conversation went on with is not what the user would begin the next one with.
                TakeLineUp(await FirstLineUpAsync());
                CheckLineUp();
            }
        }
    }

    private static string Shorten(string prompt)
    {
        var line = string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestTitle)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle;
        return $"{line[..end].TrimEnd()}…";
    }

    private async Task<string?> SendAsync(string prompt)
    {
        if (!_isEditing && StillWriting() is { Count: > 0 } writing)
        {
            return $"{string.Join(", ", writing)} {(writing.Count == 1 ? "still writes" : "still write")}. Wait, stop {(writing.Count == 1 ? "it" : "them")}, or take {(writing.Count == 1 ? "it" : "them")} out of the line-up.";
        }

        var refusal = await StartAsync(ToRequest(prompt));
        if (refusal is null && _comparison?.Origin.ParentId is null)
        {
            await Store.SetLineUpAsync(LanesToKeep());
        }

        return refusal;
    }

    /// <summary>Starts the comparison and shows it, or says why not.</summary>
    private async Task<string?> StartAsync(StartedTurn turn)
    {
        LiveComparison comparison;
        try
        {
            using (PageTraces.Start("send"))
            {
                comparison = Comparisons.Start(turn.Request, turn.Origin with { OwnerId = await Owner.GetIdAsync() });
            }
        }
        catch (ArgumentException) when (turn.Request.Lanes.Count > Options.CurrentValue.MaxLanes)
        {
            // The operator has lowered the limit since the page was opened.
            return $"A comparison takes at most {Options.CurrentValue.MaxLanes} models, not {turn.Request.Lanes.Count}. Take some out.";
        }
        catch (ArgumentException)
        {
            return "This can't be sent. Check the prompt and the chosen models.";
        }
        catch (TooManyComparisonsException tooMany)
        {
            return tooMany.Message;
        }

        _notice = null;
        var open = OpenAsync(comparison);
        Navigation.NavigateTo($"/c/{comparison.Id}");
        await open;
        return null;
    }

    private StartedTurn ToRequest(string prompt)
    {
        var maxOutputTokens = Limits.MaxOutputTokens;
        IReadOnlyList<FollowUpLane> lanes = [.. _lineUp.Entries.Select(static entry => new FollowUpLane(entry.Model, entry.Continues, entry.Settings))];
        return _comparison switch
        {
            null => new StartedTurn(
                FollowUp.Begin(prompt, lanes, maxOutputTokens),
                ComparisonOrigin.None),
            { } turn when _isEditing => new StartedTurn(FollowUp.Instead(turn, prompt, lanes, maxOutputTokens), FollowUp.OriginBeside(turn)),
            { } turn => new StartedTurn(FollowUp.Create(turn, prompt, lanes, maxOutputTokens), FollowUp.OriginAfter(turn)),
        };
    }

    /// <summary>The lanes that the next prompt would go on from and that have not ended.</summary>
    private List<string> StillWriting() => _comparison is { } turn
        ? [.. _lineUp.Entries.Select(static entry => entry.Continues).OfType<int>().Distinct().Where(lane => !turn.HasEnded(lane)).Select(lane => _runLabels[lane].Name)]
        : [];

    private async Task AskAgainAsync()
    {
        if (_comparison is { } turn)
        {
            _notice = await StartAsync(new StartedTurn(turn.Request, FollowUp.OriginBeside(turn)));
        }
    }

    private async Task EditPromptAsync()
    {
        if (_comparison is { } turn && _composer is not null)
        {
            _isEditing = true;
            ContinueLanes(turn);
            await _composer.FillAsync(turn.Request.Prompt);
        }
    }

    private async Task CancelEditAsync()
    {
        _isEditing = false;
        if (_composer is not null)
        {
            await _composer.FillAsync("");
        }
    }

    private async Task ContinueWithAsync(int lane)
    {
        if (_comparison is { } turn && _composer is not null)
        {
            _isEditing = false;
            TakeLineUp(lineUp => lineUp.Take([EntryOf(turn, lane)]));
            KeepLineUp();
            _notice = $"The next prompt goes to {_runLabels[lane].Name} alone, with its own history.";
            await _composer.FillAsync("");
        }
    }

    private async Task ShowSealAsync(LaneTake take)
    {
        if (_comparison is { } comparison)
        {
            await SealDialog.ShowAsync(Dialogs, comparison, take, Session.Current, Catalog.Current);
        }
    }

    /// <summary>Makes the line-up the turn's lanes, each with its own history.</summary>
    private void ContinueLanes(LiveComparison turn) =>
        TakeLineUp(lineUp => lineUp.Take(Enumerable.Range(0, turn.Request.Lanes.Count).Select(lane => EntryOf(turn, lane))));

    private static LineUpEntry EntryOf(LiveComparison turn, int lane)
    {
        // A lane that was tried with another model goes on with that one.
        var (latest, own) = turn.LatestTake(lane);
        return new LineUpEntry(0, latest.Request.Lanes[own].Model, lane);
    }

    /// <summary>Shows the comparison from now on; the task ends when the one before it has been left.</summary>
    private async Task OpenAsync(LiveComparison comparison)
    {
        _replay.Drop();
        _comparison = comparison;
        _isMissing = false;
        _isEditing = false;
        _way = [];
        _runLabels = LaneLabel.For([.. comparison.Request.Lanes.Select(static lane => lane.Model)], Catalog.Current);
        _contextDifferences = LaneSeal.DifferencesOf(comparison);
        if (Memory.LineUpOf(comparison.Id) is { } kept)
        {
            // The same page, built anew by another circuit.
            TakeLineUp(kept);
        }
        else
        {
            ContinueLanes(comparison);
        }

        // A reader's place is found again by the words in sight, and formatted they are others.
        var left = Session.FollowAsync(comparison, Memory.BoardOf(comparison.Id, _runLabels.Count).Raw, isTimed: true);
        Post(() => _feedback.OpenAsync(comparison));
        StateHasChanged();
        try
        {
            var conversation = await Comparisons.ConversationOfAsync(comparison);
            if (_comparison == comparison)
            {
                _way = conversation.WayThrough(comparison.Id);
                StateHasChanged();
            }
        }
        catch (StorageUnavailableException)
        {
            // The turn itself is there; the way to the others comes back when the page is opened again.
        }

        await left;
    }

    private Task<bool> StopTakeAsync(LaneTake take) => Comparisons.StopLaneAsync(take.ComparisonId, take.OwnLane);

    private Task StopAllAsync() => _comparison is { } comparison
        ? Task.WhenAll(comparison.Retries.Select(static retry => retry.Comparison.Id).Prepend(comparison.Id).Select(Comparisons.StopAsync))
        : Task.CompletedTask;

    private void Retry(IReadOnlyList<int> lanes) => RetryLanes(lanes, null);

    private async Task RetryWithAsync(int lane)
    {
        var parameters = new DialogParameters<ModelPickerDialog>
        {
            { dialog => dialog.LineUp, new LineUp(1) },
            { dialog => dialog.IsChoice, true },
        };
        var picker = await Dialogs.ShowAsync<ModelPickerDialog>(null, parameters, PageDialogs.Options);
        if (await picker.Result is { Canceled: false, Data: string model })
        {
            RetryLanes([lane], model);
        }
    }

    private void RetryLanes(IReadOnlyList<int> lanes, string? model)
    {
        using var action = PageTraces.Start("retry");
        _notice = null;
        try
        {
            if (_comparison is not { } comparison)
            {
                return;
            }

            if (Comparisons.Retry(comparison.Id, lanes, model) is null && Comparisons.Find(comparison.Id) is null)
            {
                _notice = "The server has let go of this comparison, so nothing of it can be run again. Send the prompt again.";
            }
            else if (!_isEditing && model is not null)
            {
                ContinueLanes(comparison);
            }
        }
        catch (ArgumentException)
        {
            // The operator has lowered the limit since the comparison was started.
            _notice = $"A comparison takes at most {Options.CurrentValue.MaxLanes} models, and {lanes.Count} would run again. Retry them one by one.";
        }
        catch (TooManyComparisonsException refusal)
        {
            _notice = refusal.Message;
        }
    }

    private Task StartReplayAsync()
    {
        Navigation.NavigateTo($"/c/{Id}?replay");
        return SetReplayAsync(true);
    }

    private Task LeaveReplayAsync()
    {
        Navigation.NavigateTo($"/c/{Id}");
        return SetReplayAsync(false);
    }

    private Task SetReplayAsync(bool isReplay) => _replay.SetAsync(_comparison, isReplay);

    private void OnFeedbackChanged(string? notice)
    {
        _notice = notice ?? _notice;
        StateHasChanged();
    }

    private void OnReplayChanged() => Post(() =>
    {
        Post(_replay.FollowAsync);
        StateHasChanged();
    });

    private async Task ShareAsync()
    {
        if (_comparison is { } comparison)
        {
            await Dialogs.ShowAsync<ShareDialog>(null, new DialogParameters<ShareDialog> { { dialog => dialog.ComparisonId, comparison.Id } }, PageDialogs.Options);
        }
    }

    private async Task ChangeSettingsAsync(ViewSettings settings)
    {
        _settings = settings;
        await Store.SetViewAsync(settings);
    }

    private Task FillAsync(string example) => _composer?.FillAsync(example) ?? Task.CompletedTask;

    private async Task OpenPickerAsync()
    {
        var picker = await Dialogs.ShowAsync<ModelPickerDialog>(null, new DialogParameters<ModelPickerDialog> { { dialog => dialog.LineUp, _lineUp }, { dialog => dialog.ChosenModels, ShowChips } }, PageDialogs.Options);
        await picker.Result;
        if (_composer is not null)
        {
            await _composer.ReturnAsync();
        }
    }

    private async Task OpenLineUpsAsync()
    {
        var dialog = await Dialogs.ShowAsync<LineUpsDialog>(null, new DialogParameters<LineUpsDialog> { { dialog => dialog.Current, LanesToKeep() } }, PageDialogs.Options);
        if (await dialog.Result is { Canceled: false, Data: SavedLineUp chosen })
        {
            _lineUp.Take(EntriesOf(chosen.Lanes));
            var dropped = _lineUp.DropUnknown(Catalog.Current);
            _notice = dropped.Count > 0 ? $"Not offered now, and left out: {string.Join(", ", dropped)}."
                : chosen.Lanes.Count > _lineUp.Limit ? $"A comparison takes {_lineUp.Limit} models at most: the first {_lineUp.Limit} of {chosen.Name} are chosen."
                : null;
            CheckLineUp();
        }

        if (_composer is not null)
        {
            await _composer.ReturnAsync();
        }
    }

    private async Task OpenSettingsAsync(int key)
    {
        if (_lineUpLabels.FirstOrDefault(label => label.Entry == key) is not { } label)
        {
            return;
        }

        var parameters = new DialogParameters<LaneSettingsDialog>
        {
            { dialog => dialog.Name, label.Name },
            { dialog => dialog.Settings, label.Settings },
            { dialog => dialog.MaxOutputTokens, Limits.MaxOutputTokens },
            { dialog => dialog.HasOthers, _lineUp.Entries.Count > 1 },
        };
        var dialog = await Dialogs.ShowAsync<LaneSettingsDialog>(null, parameters, PageDialogs.Options);
        if (await dialog.Result is { Canceled: false, Data: LaneSettingsChoice choice })
        {
            if (choice.IsForAll)
            {
                _lineUp.SetAll(choice.Settings);
            }
            else
            {
                _lineUp.Set(key, choice.Settings);
            }
        }
    }

    /// <summary>The entry's settings, or those of the lane that it goes on from.</summary>
    private LaneSettings SettingsOf(LineUpEntry entry)
    {
        if (entry.Settings is not null || entry.Continues is not { } lane || _comparison is not { } turn || lane >= turn.Request.Lanes.Count)
        {
            return entry.Settings ?? LaneSettings.Default;
        }

        var (latest, own) = turn.LatestTake(lane);
        var settings = LaneSettings.Of(latest.Request.Lanes[own]);

        // Every lane has the server's limit: that is nobody's choice.
        return settings.MaxOutputTokens == Limits.MaxOutputTokens ? settings with { MaxOutputTokens = null } : settings;
    }

    private IReadOnlyList<LineUpLane> LanesToKeep() =>
        [.. _lineUp.Entries.Select(entry => new LineUpLane(entry.Model, SettingsOf(entry) is var settings && settings != LaneSettings.Default ? settings : null))];

    private static IEnumerable<LineUpEntry> EntriesOf(IEnumerable<LineUpLane> lanes) => lanes.Select(static lane => new LineUpEntry(0, lane.Model, null, lane.Settings));

    /// <summary>What a new comparison begins with: the line-up that the user made the default, else what was chosen last.</summary>
    private async Task<IEnumerable<LineUpEntry>> FirstLineUpAsync()
    {
        try
        {
            if (await Owner.GetIdAsync() is { } owner && (await LineUps.ListAsync(owner, CancellationToken.None)).FirstOrDefault(static one => one.IsDefault) is { } chosen)
            {
                return EntriesOf(chosen.Lanes);
            }
        }
        catch (StorageUnavailableException)
        {
            // What was chosen last is in the browser.
        }

        return EntriesOf(await Store.GetLineUpAsync());
    }

    private void OnLineUpChanged()
    {
        _notice = null;
        KeepLineUp();
        Relabel();
        Post(StateHasChanged);
        if (_comparison is null)
        {
            Post(() => Store.SetLineUpAsync(LanesToKeep()).AsTask());
        }
    }

    private void OnCatalogChanged() => Post(() =>
    {
        CheckLineUp();
        if (_comparison is { } comparison)
        {
            _runLabels = LaneLabel.For([.. comparison.Request.Lanes.Select(static lane => lane.Model)], Catalog.Current);
        }

        StateHasChanged();
    });

    /// <summary>Puts the default where nothing is chosen yet, and drops what is offered no more.</summary>
    private void CheckLineUp()
    {
        if (!_isRestored)
        {
            return;
        }

        var dropped = Id is null ? _lineUp.DropUnknown(Catalog.Current) : [];
        if (dropped.Count > 0)
        {
            _notice = $"No longer offered, and taken out of the line-up: {string.Join(", ", dropped)}.";
        }

        if (_lineUp.Models.Count == 0)
        {
            TakeLineUp(Catalog.DefaultLineUp.Select(static model => new LineUpEntry(0, model.ExactId)));
        }

        Relabel();
    }

    private void TakeLineUp(IEnumerable<LineUpEntry> entries) => TakeLineUp(lineUp => lineUp.Take(entries));

    /// <summary>Changes the line-up in a way that the browser does not remember as the user's choice.</summary>
    private void TakeLineUp(Action<LineUp> change)
    {
        _lineUp.Changed -= OnLineUpChanged;
        change(_lineUp);
        _lineUp.Changed += OnLineUpChanged;
        Relabel();
    }

    private void KeepLineUp() => Memory.LineUp = new LineUpState(Id, [.. _lineUp.Entries]);

    private void Relabel() => _lineUpLabels = LaneLabel.For(_lineUp, Catalog.Current, SettingsOf);

    private sealed record StartedTurn(ComparisonRequest Request, ComparisonOrigin Origin);
}
