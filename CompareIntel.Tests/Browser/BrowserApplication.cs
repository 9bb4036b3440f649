using CompareIntel.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>The real application on a free port, with its simulated provider, and a real browser beside it.</summary>
public sealed class BrowserApplication : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly ChromiumBrowser _browser = new();
    private WebApplication? _app;

    public IServiceProvider Services => _app!.Services;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _app = CompareIntel.Web.Program.Create(
            ["--urls", "http://127.0.0.1:0", "--DataDirectory", _data.Path],
            static builder => builder.Logging.ClearProviders());
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await _browser.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _data.Dispose();
    }

    /// <summary>A page of a browser that remembers nothing, opened at this path; with <paramref name="owner"/> one that has the cookies of that page's.</summary>
    public async Task<IPage> OpenAsync(string path = "/", ColorScheme theme = ColorScheme.Light, ViewportSize? size = null, IPage? owner = null)
    {
        var context = await _browser.NewContextAsync(Address, theme, size, owner);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }
}
