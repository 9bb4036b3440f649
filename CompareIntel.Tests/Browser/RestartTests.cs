using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>Pages that are open while the server's process ends and another one takes its place.</summary>
public sealed class RestartTests : IClassFixture<ChromiumBrowser>, IDisposable
{
    private readonly ChromiumBrowser _browser;
    private readonly TemporaryFolder _folder = new();
    private readonly string _address = ServerProcess.FreeAddress();

    public RestartTests(ChromiumBrowser browser) => _browser = browser;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Terminated_OpenPage_WaitsAndGoesOnWithoutBeingLoadedAgain()
    {
        var page = await OpenAsync(await StartAsync(), async (page, server) =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove Thinker" }).ClickAsync();
            await Assertions.Expect(page.Locator("ul.chips li.chip")).ToHaveCountAsync(2);
            await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
            await page.Locator("#prompt").FillAsync("half a thought");
            Assert.Equal(0, await server.TerminateAsync());
        });
        await Assertions.Expect(page.Locator("#connection [role=status]")).ToContainTextAsync("The server is restarting");
        await Accessibility.AssertNothingLeftAsync(page, "restarting");

        await using var next = await StartAsync();

        await Assertions.Expect(page.Locator("body:not([data-connection])")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("ul.chips li.chip")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToHaveValueAsync("half a thought");
        await Assertions.Expect(page.Locator("html[data-theme=dark]")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => window.isSamePage === true"));
        await Runs.SendAsync(page);
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Killed_NewComparison_LoadsAgainByItselfWithTheDraft()
    {
        var page = await OpenAsync(await StartAsync(), async (page, server) =>
        {
            await page.Locator("#prompt").FillAsync("half a thought");
            await server.KillAsync();
        });
        await Assertions.Expect(page.Locator("#connection [role=status]")).ToContainTextAsync("Connection lost");

        await using var next = await StartAsync();

        await page.WaitForFunctionAsync("() => window.isSamePage === undefined");
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToHaveValueAsync("half a thought");
        await Assertions.Expect(page.Locator("body:not([data-connection])")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Killed_DraftThatNoStorageTook_IsNotLoadedAgain()
    {
        var page = await OpenAsync(await StartAsync(), async (page, server) =>
        {
            await page.EvaluateAsync("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");
            await page.Locator("#prompt").FillAsync("nowhere to go");
            await server.KillAsync();
        });

        await using var next = await StartAsync();

        await Assertions.Expect(page.Locator("#connection [role=status]")).ToContainTextAsync("Copy it before you reload");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reload", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("nowhere to go");
        await Accessibility.AssertNothingLeftAsync(page, "gone");
    }

    private async Task<ServerProcess> StartAsync()
    {
        var server = ServerProcess.Start([$"--DataDirectory={_folder.PathOf("data")}", $"--urls={_address}"]);
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Opens a new comparison, does this, and lets go of the server.</summary>
    private async Task<IPage> OpenAsync(ServerProcess server, Func<IPage, ServerProcess, Task> act)
    {
        await using (server)
        {
            var context = await _browser.NewContextAsync(_address);
            var page = await context.NewPageAsync();
            await page.GotoAsync("/");
            await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
            await page.EvaluateAsync("() => { window.isSamePage = true; }");
            await act(page, server);
            return page;
        }
    }
}
