using CompareIntel.Web.Components.Layout;
using Microsoft.JSInterop;

namespace CompareIntel.Tests.Web.Components.Layout;

public sealed class BrowserStoreTests
{
    [Fact]
    public async Task GetLineUpAsync_ModuleCannotBeLoaded_RemembersNothingAndTriesAgain()
    {
        var js = new BrokenBrowser();
        await using var store = new BrowserStore(js);

        Assert.Empty(await store.GetLineUpAsync());
        Assert.Equal(DateTimeOffset.UnixEpoch, await store.GetMidnightAsync());

        Assert.Equal(2, js.Imports);
    }

    private sealed class BrokenBrowser : IJSRuntime
    {
        public int Imports { get; private set; }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Imports++;
            return ValueTask.FromException<TValue>(new JSException("Failed to fetch dynamically imported module"));
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);
    }
}
