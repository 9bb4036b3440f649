using System.Globalization;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;
using CompareIntel.Core.History;
using CompareIntel.Web.Components.Compare;
using CompareIntel.Web.Hosting;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.History;

/// <summary>The owner's stored conversations: searched while one types, narrowed, tidied. The address says what is shown.</summary>
public sealed partial class HistoryPage : IDisposable
{
    private const int PartSize = 40;

    private static readonly TimeSpan s_typingPause = TimeSpan.FromMilliseconds(160);

    private static readonly (HistoryState State, string Label)[] s_states =
    [
        (HistoryState.Completed, "Completed"), (HistoryState.Running, "Running"), (HistoryState.Failed, "With a failure"), (HistoryState.Stopped, "Stopped"), (HistoryState.Interrupted, "Interrupted"),
    ];

    private static readonly (int Days, string Label)[] s_times = [(1, "Last 24 hours"), (7, "Last 7 days"), (30, "Last 30 days"), (365, "Last year")];

    private readonly HashSet<string> _selected = new(StringComparer.Ordinal);
    private CancellationTokenSource _loading = new();
    private ITimer? _typing;
    private ElementReference _undo;
    private HistoryQuery _query = new();
    private HistoryQuery? _loaded;
    private HistoryChoices _choices = new([], []);
    private List<HistoryEntry>? _entries;
    private IReadOnlyList<string> _deleted = [];
    private string _text = "";
    private string _announcement = "";
    private string? _owner;
    private string? _next;
    private string? _fault;
    private bool _isLoading;
    private bool _focusUndo;
    private HistoryExportJob? _export;
    private string? _exportFault;

    [Inject]
    public required ComparisonHistory History { get; init; }

    [Inject]
    public required HistoryRemoval Removal { get; init; }

    [Inject]
    public required OwnedComparisons Owned { get; init; }

    [Inject]
    public required HistoryDownloads Downloads { get; init; }

    [Inject]
    public required HistoryChanges Changes { get; init; }

    [Inject]
    public required ModelCatalog Catalog { get; init; }

    [Inject]
    public required OwnerContext Owner { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider TimeProvider { get; init; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? TextParameter { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    private string? ModelParameter { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? StateParameter { get; set; }

    [SupplyParameterFromQuery(Name = "tag")]
    private string? TagParameter { get; set; }

    [SupplyParameterFromQuery(Name = "starred")]
    private string? StarredParameter { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    private string? DaysParameter { get; set; }

    public void Dispose()
    {
        CloseExport();
        Changes.Changed -= OnChanged;
        _typing?.Dispose();
        _loading.Cancel();
        _loading.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Changes.Changed += OnChanged;
        _owner = await Owner.GetIdAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        _query = HistoryQuery.Of(TextParameter, ModelParameter, StateParameter, TagParameter, StarredParameter, DaysParameter);
        if (_query != _loaded)
        {
            _loaded = _query;
            // What is being typed stays as it is: the address is always a little behind.
            if (_typing is null && _text.Trim() != _query.Text.Trim())
            {
                _text = _query.Text;
            }

            _selected.Clear();
            await LoadAsync(PartSize);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusUndo)
        {
            _focusUndo = false;
            try
            {
                await _undo.FocusAsync();
            }
            catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
            {
                // The browser has gone, or the button has.
            }
        }
    }

    private static string? Chosen(ChangeEventArgs change) => change.Value is string { Length: > 0 } value ? value : null;

    // What is chosen can always be seen, also when nothing has it any more.
    private static IEnumerable<string> Offered(IReadOnlyList<string> choices, string? chosen) => chosen is null || choices.Contains(chosen) ? choices : choices.Append(chosen);

    private string NameOf(string model) => Catalog.Current.Find(model)?.Name ?? model;

    private void OnInput(string? typed)
    {
        _text = typed ?? "";
        _typing?.Dispose();
        _typing = TimeProvider.CreateTimer(static state => ((HistoryPage)state!).OnTyped(), this, s_typingPause, Timeout.InfiniteTimeSpan);
    }

    private void OnTyped() => Post(() =>
    {
        _typing?.Dispose();
        _typing = null;
        Navigate(_query with { Text = _text });
    });

    private void Show(HistoryQuery query)
    {
        _text = query.Text;
        Navigate(query);
    }

    // The box keeps a space at its end: the next word comes behind it.
    private void Navigate(HistoryQuery query) => Navigation.NavigateTo(query.ToAddress(), new NavigationOptions { ReplaceHistoryEntry = true });

    private void ChooseState(ChangeEventArgs change) => Show(_query with { State = Enum.TryParse<HistoryState>(change.Value as string, out var state) ? state : null });

    private void ChooseDays(ChangeEventArgs change) =>
        Show(_query with { Days = int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null });

    private Task ReloadAsync() => LoadAsync(PartSize);

    /// <summary>The first part anew; a newer call takes the place of one that has not ended.</summary>
    private async Task LoadAsync(int count)
    {
        await _loading.CancelAsync();
        _loading.Dispose();
        _loading = new CancellationTokenSource();
        var token = _loading.Token;
        _isLoading = false;
        if (_owner is null)
        {
            _entries = [];
            return;
        }

        await GuardAsync(async () =>
        {
            var slice = await History.ListAsync(_owner, _query.ToFilter(TimeProvider.GetUtcNow()), null, count, token);
            var choices = await History.GetChoicesAsync(_owner, token);
            if (!token.IsCancellationRequested)
            {
                (_entries, _next, _choices) = ([.. slice.Entries], slice.NextCursor, choices);
                _announcement = _entries.Count == 0 ? "Nothing found" : $"{_entries.Count}{(_next is null ? "" : " or more")} comparisons";
            }
        });
    }

    private async Task LoadMoreAsync()
    {
        if (_isLoading || _next is not { } cursor || _entries is null)
        {
            return;
        }

        _isLoading = true;
        var token = _loading.Token;
        await GuardAsync(async () =>
        {
            var slice = await History.ListAsync(_owner!, _query.ToFilter(TimeProvider.GetUtcNow()), cursor, PartSize, token);
            if (!token.IsCancellationRequested)
            {
                _entries.AddRange(slice.Entries.Where(entry => _entries.TrueForAll(shown => shown.Id != entry.Id)));
                _next = slice.NextCursor;
            }
        });
        if (!token.IsCancellationRequested)
        {
            _isLoading = false;
        }
    }

    /// <summary>Something of the owner's has changed, here or elsewhere: the newest entries are read again, those further down stay as they are.</summary>
    private void OnChanged(string ownerId)
    {
        if (ownerId == _owner)
        {
            Post(async () =>
            {
                if (_entries is null || _isLoading)
                {
                    return;
                }

                var count = Math.Clamp(_entries.Count, PartSize, ComparisonHistory.MostEntries);
                if (_entries.Count <= count)
                {
                    await LoadAsync(count);
                }
                else
                {
                    await RefreshAsync(count, _loading.Token);
                }

                StateHasChanged();
            });
        }
    }

    private Task RefreshAsync(int count, CancellationToken token) => GuardAsync(async () =>
    {
        var slice = await History.ListAsync(_owner!, _query.ToFilter(TimeProvider.GetUtcNow()), null, count, token);
        if (!token.IsCancellationRequested && _entries is not null)
        {
            var fresh = slice.Entries.Select(static entry => entry.Id).ToHashSet();
            // What follows the last of them, however many have come before it meanwhile.
            var last = slice.Entries.Count == 0 ? null : slice.Entries[^1].Id;
            var rest = _entries.SkipWhile(entry => entry.Id != last).Skip(1);
            _entries = [.. slice.Entries, .. (_entries.Any(entry => entry.Id == last) ? rest : _entries.Skip(count)).Where(entry => !fresh.Contains(entry.Id))];
        }
    });

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
            _fault = null;
        }
        catch (OperationCanceledException)
        {
            // Something newer is wanted.
        }
        catch (ArgumentException)
        {
            // What the list went on from has been removed for good.
            _next = null;
        }
        catch (StorageUnavailableException)
        {
            _fault = "The storage can't be reached, so the history can't be shown. Comparisons that run go on.";
        }
    }

    private Task SelectAsync((string Id, bool IsSelected) choice)
    {
        if (choice.IsSelected)
        {
            _selected.Add(choice.Id);
        }
        else
        {
            _selected.Remove(choice.Id);
        }

        return Task.CompletedTask;
    }

    private void SelectAll() => _selected.UnionWith(_entries!.Select(static entry => entry.Id));

    private void ClearSelection() => _selected.Clear();

    private async Task UpdateAsync((string Id, HistoryUpdate Update) change)
    {
        // Shown by the change that it raises.
        await GuardAsync(() => History.UpdateAsync(_owner!, change.Id, change.Update, CancellationToken.None));
    }

    private async Task StarSelectedAsync()
    {
        foreach (var id in _selected.ToArray())
        {
            await GuardAsync(() => History.StarAsync(_owner!, id, true, CancellationToken.None));
        }

        _selected.Clear();
    }

    private Task ExportListedAsync() => ExportAsync(() => Owned.ListAsync(_owner!, _query.ToFilter(TimeProvider.GetUtcNow()), CancellationToken.None));

    private async Task ExportSelectedAsync()
    {
        var ids = _selected.ToArray();
        _selected.Clear();
        await ExportAsync(() => Owned.ListAsync(_owner!, ids, CancellationToken.None));
    }

    private Task ExportAsync(Func<Task<IReadOnlyList<string>>> listAsync) => GuardAsync(async () =>
    {
        var ids = await listAsync();
        CloseExport();
        var job = new HistoryExportJob(ids.Count, TimeProvider, () => Post(StateHasChanged));
        _export = job;
        _exportFault = null;
        try
        {
            // Not on the renderer's thread: it compresses.
            job.Token = await Task.Run(() => Downloads.WriteAsync(_owner!, ids, job, job.Cancelled));
            _announcement = $"{Counted(ids.Count)} ready to download.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _exportFault = exception is StorageUnavailableException ? exception.Message : "The server could not write the file. Try again later, or export fewer.";
        }
    });

    private void CloseExport()
    {
        _export?.Cancel();
        _export?.Dispose();
        _export = null;
        _exportFault = null;
    }

    private static string Counted(int comparisons) => comparisons == 1 ? "1 comparison" : $"{comparisons} comparisons";

    private Task DeleteOneAsync(string id) => DeleteAsync([id]);

    private Task DeleteSelectedAsync() => DeleteAsync([.. _selected]);

    private async Task DeleteAsync(IReadOnlyList<string> ids)
    {
        await GuardAsync(async () =>
        {
            _deleted = await Removal.DeleteAsync(_owner!, ids, CancellationToken.None);
            _entries?.RemoveAll(entry => _deleted.Contains(entry.Id));
            _selected.ExceptWith(ids);
            _announcement = _deleted.Count == 1 ? "Deleted. Undo brings it back." : $"{_deleted.Count} deleted. Undo brings them back.";
            _focusUndo = true;
        });
    }

    private async Task UndoAsync()
    {
        var ids = _deleted;
        _deleted = [];
        await GuardAsync(() => Removal.RestoreAsync(_owner!, ids, CancellationToken.None));
        _announcement = "Brought back.";
    }
}
