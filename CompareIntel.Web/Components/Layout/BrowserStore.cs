using CompareIntel.Core.LineUps;
using CompareIntel.Web.Components.Compare;
using Microsoft.JSInterop;

namespace CompareIntel.Web.Components.Layout;

/// <summary>
/// What this browser remembers: the last line-up, the cards' layout and the theme. One per circuit. A browser that has gone, or refuses
/// storage, remembers nothing, and that is no fault.
/// </summary>
public sealed class BrowserStore : IAsyncDisposable
{
    private readonly IJSRuntime _js;
    private Task<IJSObjectReference>? _module;

    public BrowserStore(IJSRuntime js) => _js = js;

    /// <summary>The models chosen last; empty when nothing is remembered. Settings that won't do are left out.</summary>
    public async ValueTask<IReadOnlyList<LineUpLane>> GetLineUpAsync()
    {
        var lanes = await InvokeAsync<LineUpLane[]>("getLineUp") ?? [];
        return [.. lanes.Select(static lane => lane.Settings?.FindFault() is null ? lane : lane with { Settings = null })];
    }

    public async ValueTask SetLineUpAsync(IReadOnlyList<LineUpLane> lanes) => await InvokeAsync<bool>("setLineUp", lanes);

    /// <summary>When this day began by the browser's calendar; the epoch's beginning when it does not say.</summary>
    public async ValueTask<DateTimeOffset> GetMidnightAsync() => DateTimeOffset.FromUnixTimeMilliseconds((long)await InvokeAsync<double>("getMidnight"));

    public async ValueTask<ViewSettings> GetViewAsync()
    {
        var view = await InvokeAsync<string?[]>("getView");
        return ViewSettings.Of(view?.ElementAtOrDefault(0), view?.ElementAtOrDefault(1));
    }

    public async ValueTask SetViewAsync(ViewSettings settings) => await InvokeAsync<bool>("setView", settings.Layout, settings.ScrollLock);

    public async ValueTask SetThemeAsync(string choice) => await InvokeAsync<bool>("setTheme", choice);

    /// <summary>Tells the layout the theme now and whenever it changes.</summary>
    public async ValueTask WatchThemeAsync(DotNetObjectReference<MainLayout> layout) => await InvokeAsync<bool>("watchTheme", layout);

    public async ValueTask UnwatchThemeAsync() => await InvokeAsync<bool>("unwatchTheme");

    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            try
            {
                await (await _module).DisposeAsync();
            }
            catch (Exception exception) when (IsGone(exception))
            {
                // The browser has let go of it already.
            }
        }
    }

    private async ValueTask<T?> InvokeAsync<T>(string name, params object?[] arguments)
    {
        try
        {
            // An import that failed, say because the connection broke just then, is tried again.
            if (_module is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _module = _js.InvokeAsync<IJSObjectReference>("import", "./js/store.js").AsTask();
            }

            var module = await _module;
            return await module.InvokeAsync<T>(name, arguments);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return default;
        }
    }

    private static bool IsGone(Exception exception) => exception is JSException or JSDisconnectedException or OperationCanceledException or ObjectDisposedException;
}
