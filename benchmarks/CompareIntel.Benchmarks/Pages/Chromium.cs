using Microsoft.Playwright;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>The browser that pages are measured in.</summary>
internal static class Chromium
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

    /// <exception cref="BenchmarkException">It does not start.</exception>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        try
        {
            return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
                Args = s_arguments,
            });
        }
        catch (PlaywrightException exception)
        {
            throw new BenchmarkException($"Chromium does not start; say where it is with CHROMIUM_PATH. {exception.Message}");
        }
    }
}
