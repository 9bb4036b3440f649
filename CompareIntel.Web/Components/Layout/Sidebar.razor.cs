using CompareIntel.Core.Comparisons;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Layout;

/// <summary>The way between comparisons: a new one, and those that this browser has seen.</summary>
public sealed partial class Sidebar : IDisposable
{
    private static readonly (string Value, string Label)[] s_themes = [("system", "System"), ("light", "Light"), ("dark", "Dark")];

    private IReadOnlyList<RecentGroup> _groups = [];

    [Inject]
    public required BrowserStore Store { get; init; }

    [Inject]
    public required LiveComparisons Comparisons { get; init; }

    /// <summary>The theme that was chosen: system, light or dark.</summary>
    [Parameter]
    [EditorRequired]
    public required string Theme { get; set; }

    [Parameter]
    public EventCallback<string> ThemeChanged { get; set; }

    public void Dispose() => Store.RecentChanged -= OnRecentChanged;

    protected override void OnInitialized() => Store.RecentChanged += OnRecentChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await LoadAsync();
        }
    }

    private void OnRecentChanged() => Post(LoadAsync);

    private async Task LoadAsync()
    {
        var recent = await Store.GetRecentAsync();
        _groups =
        [
            .. new[]
            {
                new RecentGroup("Today", "recent-today", [.. recent.Where(static item => item.IsToday)]),
                new RecentGroup("Earlier", "recent-earlier", [.. recent.Where(static item => !item.IsToday)]),
            }.Where(static group => group.Items.Count > 0),
        ];
        StateHasChanged();
    }

    private sealed record RecentGroup(string Heading, string ElementId, IReadOnlyList<RecentComparison> Items);
}
