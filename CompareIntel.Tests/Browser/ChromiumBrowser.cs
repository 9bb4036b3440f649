using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>A real Chromium for servers of the test's own.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
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

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args = s_arguments,
        });
        Assertions.SetDefaultExpectTimeout((float)AsyncAssert.Timeout.TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A browser that remembers nothing, at this server; with <paramref name="owner"/> one that has the cookies of that page's.</summary>
    public async Task<IBrowserContext> NewContextAsync(string address, ColorScheme theme = ColorScheme.Light, ViewportSize? size = null, IPage? owner = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = theme,
            ViewportSize = size ?? new ViewportSize { Width = 1440, Height = 900 },
        });
        context.SetDefaultTimeout((float)AsyncAssert.Timeout.TotalMilliseconds);
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

        return context;
    }
}
