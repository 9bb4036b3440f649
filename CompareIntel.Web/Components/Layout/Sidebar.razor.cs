using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Web.Hosting.Ownership;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Layout;

/// <summary>The way between comparisons: a new one, the history, those with a star and the newest ones.</summary>
public sealed partial class Sidebar : IDisposable
{
    private const int MostStarred = 10;
    private const int MostRecent = 20;

    private static readonly (string Value, string Label)[] s_themes = [("system", "System"), ("light", "Light"), ("dark", "Dark")];

    private IReadOnlyList<RecentGroup> _groups = [];
    private string? _owner;

    [Inject]
    public required BrowserStore Store { get; init; }

    [Inject]
    public required ComparisonHistory History { get; init; }

    [Inject]
    public required HistoryChanges Changes { get; init; }

    [Inject]
    public required OwnerContext Owner { get; init; }

    /// <summary>The theme that was chosen: system, light or dark.</summary>
    [Parameter]
    [EditorRequired]
    public required string Theme { get; set; }

    [Parameter]
    public EventCallback<string> ThemeChanged { get; set; }

    public void Dispose() => Changes.Changed -= OnChanged;

    protected override async Task OnInitializedAsync()
    {
        Changes.Changed += OnChanged;
        _owner = await Owner.GetIdAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await LoadAsync();
        }
    }

    private void OnChanged(string ownerId)
    {
        if (ownerId == _owner)
        {
            Post(LoadAsync);
        }
    }

    private async Task LoadAsync()
    {
        if (await Owner.GetIdAsync() is not { } owner)
        {
            return;
        }

        HistorySlice starred, newest;
        try
        {
            starred = await History.ListAsync(owner, new HistoryFilter { IsStarred = true }, null, MostStarred, CancellationToken.None);
            newest = await History.ListAsync(owner, HistoryFilter.None, null, MostRecent, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // What is shown stays; the storage's own notice says why nothing new comes.
            return;
        }

        // Today by the browser's calendar.
        var midnight = await Store.GetMidnightAsync();
        var recent = newest.Entries.Where(static entry => !entry.IsStarred).ToArray();
        _groups =
        [
            .. new[]
            {
                new RecentGroup("Starred", "recent-starred", starred.Entries),
                new RecentGroup("Today", "recent-today", [.. recent.Where(entry => entry.CreatedAt >= midnight)]),
                new RecentGroup("Earlier", "recent-earlier", [.. recent.Where(entry => entry.CreatedAt < midnight)]),
            }.Where(static group => group.Items.Count > 0),
        ];
        StateHasChanged();
    }

    private sealed record RecentGroup(string Heading, string ElementId, IReadOnlyList<HistoryEntry> Items);
}
