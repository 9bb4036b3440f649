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
    private static readonly string[] s_arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly string _data = Directory.CreateTempSubdirectory("compareintel-browser-").FullName;
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _app = CompareIntel.Web.Program.Create(
            ["--urls", "http://127.0.0.1:0", "--DataDirectory", _data],
            static builder => builder.Logging.ClearProviders());
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args = s_arguments,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A page of a browser that remembers nothing, opened at this path; with <paramref name="owner"/> one that has the cookies of that page's.</summary>
    public async Task<IPage> OpenAsync(string path = "/", ColorScheme theme = ColorScheme.Light, ViewportSize? size = null, IPage? owner = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ColorScheme = theme,
            ViewportSize = size ?? new ViewportSize { Width = 1440, Height = 900 },
        });
        if (owner is not null)
        {
            await context.AddCookiesAsync((await owner.Context.CookiesAsync()).Select(static cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
                HttpOnly = cookie.HttpOnly,
            }));
        }

        Assertions.SetDefaultExpectTimeout((float)AsyncAssert.Timeout.TotalMilliseconds);
        context.SetDefaultTimeout((float)AsyncAssert.Timeout.TotalMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }
}
