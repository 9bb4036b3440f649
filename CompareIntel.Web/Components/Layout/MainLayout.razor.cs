using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Layout;

/// <summary>The frame around every page. Keeps MudBlazor's palette in step with the theme that the browser shows.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private DotNetObjectReference<MainLayout>? _reference;
    private string _choice = "system";
    private bool _isDark;

    [Inject]
    public required BrowserStore Store { get; init; }

    /// <summary>Called by the browser when the theme that it shows has changed.</summary>
    [JSInvokable]
    public void ThemeChanged(string choice, bool isDark)
    {
        _choice = choice;
        _isDark = isDark;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.UnwatchThemeAsync();
        _reference?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _reference = DotNetObjectReference.Create(this);
            await Store.WatchThemeAsync(_reference);
        }
    }

    private Task SetThemeAsync(string choice) => Store.SetThemeAsync(choice).AsTask();
}
