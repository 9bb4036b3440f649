using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Components.Layout;
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

    private static readonly DialogOptions s_pickerOptions = new()
    {
        NoHeader = true,
        CloseOnEscapeKey = true,
        BackdropClick = true,
        CloseOnNavigation = true,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    private LineUp _lineUp = new(12);
    private IReadOnlyList<LaneLabel> _lineUpLabels = [];
    private IReadOnlyList<LaneLabel> _runLabels = [];
    private LiveComparison? _comparison;
    private PromptComposer? _composer;
    private ViewSettings _settings = ViewSettings.Default;
    private string? _notice;
    private bool _isMissing;
    private bool _isRestored;

    [Inject]
    public required ComparisonSession Session { get; init; }

    [Inject]
    public required LiveComparisons Comparisons { get; init; }

    [Inject]
    public required ModelCatalog Catalog { get; init; }

    [Inject]
    public required BrowserStore Store { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required IOptionsMonitor<ComparisonOptions> Options { get; init; }

    [Inject]
    public required IOptionsMonitor<TierOptions> Tiers { get; init; }

    /// <summary>The comparison to show; null for a new one.</summary>
    [Parameter]
    public string? Id { get; set; }

    // The page asks for the largest tier: nobody chooses one here.
    private TierLimits Limits => Tiers.CurrentValue.Extended;

    private bool IsEmpty => Id is null && _comparison is null && !_isMissing;

    private string PageTitleText =>
        _isMissing ? "Not here any more · CompareIntel"
        : _comparison is { } comparison ? $"{Shorten(comparison.Request.Prompt)} · CompareIntel"
        : "CompareIntel";

    public async ValueTask DisposeAsync()
    {
        Catalog.Changed -= OnCatalogChanged;
        await Session.LeaveAsync();
    }

    protected override async Task OnInitializedAsync()
    {
        _lineUp = new LineUp(Options.CurrentValue.MaxLanes);
        _lineUp.Changed += OnLineUpChanged;
        Catalog.Changed += OnCatalogChanged;

        // Before any card is shown: it must not be laid out twice.
        _settings = await Store.GetViewAsync();
        if (Id is null)
        {
            TakeLineUp(await Store.GetLineUpAsync());
        }

        _isRestored = true;
        CheckLineUp();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Id == Session.Id && !_isMissing)
        {
            return;
        }

        _isMissing = false;
        _comparison = null;
        var id = Id;
        LiveComparison? found = null;
        try
        {
            found = id is null ? null : await Comparisons.FindAsync(id);
        }
        catch (StorageUnavailableException fault)
        {
            _notice = fault.Message;
        }

        if (Id != id)
        {
            // The page was asked for another one meanwhile.
            return;
        }

        if (found is { } comparison)
        {
            // All of it before the next await: while that lasts, the page may be asked for the next comparison.
            TakeLineUp(comparison.Request.Lanes.Select(static lane => lane.Model));
            await OpenAsync(comparison);
            await RememberAsync(comparison);
        }
        else
        {
            _isMissing = Id is not null;
            await Session.LeaveAsync();
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
        LiveComparison comparison;
        try
        {
            comparison = Comparisons.Start(ToRequest(prompt));
        }
        catch (ArgumentException) when (_lineUp.Models.Count > Options.CurrentValue.MaxLanes)
        {
            // The operator has lowered the limit since the page was opened.
            return $"A comparison takes at most {Options.CurrentValue.MaxLanes} models, not {_lineUp.Models.Count}. Take some out.";
        }
        catch (ArgumentException)
        {
            return "This can't be sent. Check the prompt and the chosen models.";
        }
        catch (TooManyComparisonsException refusal)
        {
            return refusal.Message;
        }

        _notice = null;
        var open = OpenAsync(comparison);
        Navigation.NavigateTo($"/c/{comparison.Id}");
        await open;
        await RememberAsync(comparison);
        await Store.SetLineUpAsync(_lineUp.Models);
        return null;
    }

    private ComparisonRequest ToRequest(string prompt)
    {
        var maxOutputTokens = Limits.MaxOutputTokens;
        return new ComparisonRequest
        {
            Prompt = prompt,
            Lanes = [.. _lineUp.Models.Select(model => new LaneRequest(model) { MaxOutputTokens = maxOutputTokens })],
        };
    }

    /// <summary>Shows the comparison from now on; the task ends when the one before it has been left.</summary>
    private Task OpenAsync(LiveComparison comparison)
    {
        _comparison = comparison;
        _isMissing = false;
        _runLabels = LaneLabel.For([.. comparison.Request.Lanes.Select(static lane => lane.Model)], Catalog.Current);
        var left = Session.FollowAsync(comparison);
        StateHasChanged();
        return left;
    }

    private Task RememberAsync(LiveComparison comparison) => Store.AddRecentAsync(comparison.Id, Shorten(comparison.Request.Prompt)).AsTask();

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
        var picker = await Dialogs.ShowAsync<ModelPickerDialog>(null, parameters, s_pickerOptions);
        if (await picker.Result is { Canceled: false, Data: string model })
        {
            RetryLanes([lane], model);
        }
    }

    private void RetryLanes(IReadOnlyList<int> lanes, string? model)
    {
        _notice = null;
        try
        {
            if (_comparison is { } comparison && Comparisons.Retry(comparison.Id, lanes, model) is null && Comparisons.Find(comparison.Id) is null)
            {
                _notice = "The server has let go of this comparison, so nothing of it can be run again. Send the prompt again.";
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

    private async Task ChangeSettingsAsync(ViewSettings settings)
    {
        _settings = settings;
        await Store.SetViewAsync(settings);
    }

    private Task FillAsync(string example) => _composer?.FillAsync(example) ?? Task.CompletedTask;

    private async Task ForgetAsync()
    {
        if (Id is not null)
        {
            await Store.RemoveRecentAsync(Id);
        }

        Navigation.NavigateTo("/");
    }

    private async Task OpenPickerAsync()
    {
        var picker = await Dialogs.ShowAsync<ModelPickerDialog>(null, new DialogParameters<ModelPickerDialog> { { dialog => dialog.LineUp, _lineUp } }, s_pickerOptions);
        await picker.Result;
        if (_composer is not null)
        {
            await _composer.ReturnAsync();
        }
    }

    private void OnLineUpChanged()
    {
        _notice = null;
        Relabel();
        Post(StateHasChanged);
        Post(() => Store.SetLineUpAsync([.. _lineUp.Models]).AsTask());
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
            TakeLineUp(Catalog.DefaultLineUp.Select(static model => model.ExactId));
        }

        Relabel();
    }

    /// <summary>Changes the line-up in a way that the browser does not remember as the user's choice.</summary>
    private void TakeLineUp(IEnumerable<string> models)
    {
        _lineUp.Changed -= OnLineUpChanged;
        _lineUp.Replace(models);
        _lineUp.Changed += OnLineUpChanged;
        Relabel();
    }

    private void Relabel() => _lineUpLabels = LaneLabel.For(_lineUp, Catalog.Current);
}
