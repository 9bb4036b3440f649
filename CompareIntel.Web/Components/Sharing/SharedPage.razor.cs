using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Conversations;
using CompareIntel.Core.History;
using CompareIntel.Core.Sharing;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Components.Layout;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CompareIntel.Web.Components.Sharing;

/// <summary>A comparison as others see it who were given a link: nothing of it can be changed, and nothing else of its owner is here.</summary>
public sealed partial class SharedPage : IAsyncDisposable
{
    private PageReplay _replay = null!;
    private LiveComparison? _comparison;
    private IReadOnlyList<LaneLabel> _labels = [];
    private IReadOnlyList<string> _differences = [];
    private ViewSettings _settings = ViewSettings.Default;
    private bool _isMissing;
    private string? _trouble;
    private ITimer? _check;

    // How long a page that is open may outlive its link's end, or the comparison; a revocation is told at once.
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(15);

    [Inject]
    public required PageMemory Memory { get; init; }

    [Inject]
    public required ComparisonShares Links { get; init; }

    [Inject]
    public required SharedComparisons Shared { get; init; }

    [Inject]
    public required ComparisonSession Session { get; init; }

    [Inject]
    public required ModelCatalog Catalog { get; init; }

    [Inject]
    public required BrowserStore Store { get; init; }

    [Inject]
    public required TimeProvider TimeProvider { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    /// <summary>The last part of the link.</summary>
    [Parameter]
    public string Token { get; set; } = "";

    private string TitleText =>
        _isMissing ? "No such page · CompareIntel"
        : _comparison is { } comparison ? $"{ComparisonTitle.Of(comparison.Request.Prompt)} · CompareIntel"
        : "CompareIntel";

    public async ValueTask DisposeAsync()
    {
        Links.Revoked -= OnRevoked;
        if (_check is not null)
        {
            await _check.DisposeAsync();
        }

        _replay.Drop();
        await Session.LeaveAsync();
    }

    protected override async Task OnInitializedAsync()
    {
        Links.Revoked += OnRevoked;
        _check = TimeProvider.CreateTimer(_ => Post(CheckAsync), null, s_checkInterval, s_checkInterval);
        _replay = new PageReplay(Session, TimeProvider, OnReplayChanged);
        _settings = await Store.GetViewAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        var token = Token;
        _replay.Drop();
        _comparison = null;
        _isMissing = false;
        _trouble = null;
        LiveComparison? comparison = null;
        try
        {
            comparison = await Shared.FindAsync(token);
        }
        catch (StorageUnavailableException exception)
        {
            _trouble = exception.Message;
        }

        if (token != Token || _trouble is not null)
        {
            return;
        }

        if (comparison is null)
        {
            _isMissing = true;
            await Session.LeaveAsync();
            return;
        }

        _labels = LaneLabel.For([.. comparison.Request.Lanes.Select(static lane => lane.Model)], Catalog.Current);
        _differences = LaneSeal.DifferencesOf(comparison);
        _comparison = comparison;
        await Session.FollowAsync(comparison, Memory.BoardOf(comparison.Id, _labels.Count).Raw);
    }

    private void OnRevoked(string token) => Post(() => token == Token ? CheckAsync() : Task.CompletedTask);

    /// <summary>Takes the comparison away once the link no longer works.</summary>
    private async Task CheckAsync()
    {
        if (_comparison is null)
        {
            return;
        }

        var token = Token;
        try
        {
            if (await Links.FindComparisonAsync(token, CancellationToken.None) is not null || token != Token)
            {
                return;
            }
        }
        catch (StorageUnavailableException)
        {
            // Nobody knows now; it is asked again.
            return;
        }

        _replay.Drop();
        _comparison = null;
        _isMissing = true;
        StateHasChanged();
        await Session.LeaveAsync();
    }

    private void OnReplayChanged() => Post(() =>
    {
        Post(_replay.FollowAsync);
        StateHasChanged();
    });

    private async Task ChangeSettingsAsync(ViewSettings settings)
    {
        _settings = settings;
        await Store.SetViewAsync(settings);
    }

    private async Task ShowSealAsync(LaneTake take)
    {
        if (_comparison is { } comparison)
        {
            await SealDialog.ShowAsync(Dialogs, comparison, take, Session.Current, Catalog.Current);
        }
    }
}
