using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Layout;

/// <summary>The frame around every page. Keeps MudBlazor's palette in step with the theme that the browser shows.</summary>
public partial class MainLayout : IAsyncDisposable
{
    private DotNetObjectReference<MainLayout>? _reference;
    private string _choice = "system";

    [Inject]
    public required BrowserStore Store { get; init; }

    /// <summary>Whether the browser shows the dark theme.</summary>
    protected bool IsDark { get; private set; }

    /// <summary>Called by the browser when the theme that it shows has changed.</summary>
    [JSInvokable]
    public void ThemeChanged(string choice, bool isDark)
    {
        _choice = choice;
        IsDark = isDark;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        // A page that has no circuit has asked the browser for nothing.
        if (_reference is not null)
        {
            await Store.UnwatchThemeAsync();
            _reference.Dispose();
        }

        GC.SuppressFinalize(this);
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
