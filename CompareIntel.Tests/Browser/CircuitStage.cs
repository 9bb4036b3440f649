using CompareIntel.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>A server of the test's own and a page at it, whose connection the test can cut.</summary>
internal sealed class CircuitStage : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private readonly WebApplication _app;
    private readonly List<IWebSocketRoute> _sockets = [];

    private CircuitStage(TemporaryFolder data, WebApplication app, IPage page)
    {
        _data = data;
        _app = app;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<CircuitStage> OpenAsync(ChromiumBrowser browser, Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        var data = new TemporaryFolder();
        var app = CompareIntel.Web.Program.Create(
            ["--urls=http://127.0.0.1:0", $"--DataDirectory={data.Path}", .. settings],
            builder =>
            {
                builder.Logging.ClearProviders();
                configure?.Invoke(builder);
            });
        await app.StartAsync().WithinTimeout();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var context = await browser.NewContextAsync(address);
        var page = await context.NewPageAsync();
        var stage = new CircuitStage(data, app, page);
        await page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            socket.ConnectToServer();
            stage._sockets.Add(socket);
        });
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        // Gone as soon as the page is loaded anew.
        await page.EvaluateAsync("() => { window.isSamePage = true; }");
        return stage;
    }

    /// <summary>Breaks the connection; the network works or not from now on.</summary>
    public async Task CutAsync(bool isOffline)
    {
        await Page.Context.SetOfflineAsync(isOffline);
        await _sockets[^1].CloseAsync(new() { Code = 1011, Reason = "cut" });
        await Assertions.Expect(Page.Locator("body[data-connection]")).ToBeVisibleAsync();
    }

    public Task<bool> IsSamePageAsync() => Page.EvaluateAsync<bool>("() => window.isSamePage === true");

    public Task ExpectConnectedAsync() => Assertions.Expect(Page.Locator("body:not([data-connection])")).ToBeVisibleAsync();

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        await _app.StopAsync().WithinTimeout();
        await _app.DisposeAsync();
        _data.Dispose();
    }
}
