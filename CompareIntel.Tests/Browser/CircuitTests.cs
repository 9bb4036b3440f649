using CompareIntel.Tests.Support;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>A page whose circuit is lost, paused or thrown away shows the same thing again, in the same place.</summary>
public sealed class CircuitTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    [Fact]
    public async Task ConnectionLost_WhileAnswersAreWritten_ComesBackWithAllText()
    {
        await using var stage = await CircuitStage.OpenAsync(browser);
        var page = stage.Page;
        await Runs.SendAsync(page);
        await Assertions.Expect(page.Locator("article.card [data-raw] p").First).ToBeAttachedAsync();

        await stage.CutAsync(isOffline: true);
        await Assertions.Expect(page.Locator("#connection [role=status]")).ToContainTextAsync("Connection lost");
        await page.Locator("#prompt").FillAsync("typed without a connection");
        await page.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#connection [data-connection-next]")).ToContainTextAsync("in ");
        await page.Context.SetOfflineAsync(false);

        await stage.ExpectConnectedAsync();
        await Runs.EndAsync(page);
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("typed without a connection");
        Assert.True(await stage.IsSamePageAsync());
        await ExpectSameAsAnotherAsync(page);
    }

    [Fact]
    public async Task ConnectionLost_TryNow_DoesNotWait()
    {
        await using var stage = await CircuitStage.OpenAsync(browser);
        var page = stage.Page;
        await stage.CutAsync(isOffline: true);
        await Assertions.Expect(page.Locator("#connection [data-connection-next]")).ToContainTextAsync("Attempt 6 in");
        await page.EvaluateAsync("() => addEventListener('online', event => event.stopImmediatePropagation(), { capture: true })");
        var tries = new List<string>();
        page.Request += (_, request) => tries.Add(request.Url);

        await page.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();

        await AsyncAssert.EventuallyAsync(() => tries.Exists(static url => url.EndsWith("/health/live", StringComparison.Ordinal)));
        await page.Context.SetOfflineAsync(false);
        await stage.ExpectConnectedAsync();
        await Assertions.Expect(page.Locator("#connection [role=status]")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Paused_ThenResumed_IsTheSamePage()
    {
        await using var stage = await CircuitStage.OpenAsync(browser);

        await LeaveAndComeBackAsync(stage, () => stage.Page.EvaluateAsync("() => Blazor.pauseCircuit()"));
    }

    [Fact]
    public async Task Evicted_ThenConnectedAgain_IsTheSamePage()
    {
        await using var stage = await CircuitStage.OpenAsync(
            browser,
            static builder => builder.Services.Configure<CircuitOptions>(static options => options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMilliseconds(1)));

        await LeaveAndComeBackAsync(stage, async () =>
        {
            await stage.CutAsync(isOffline: true);
            await Assertions.Expect(stage.Page.Locator("#connection [data-connection-next]")).ToContainTextAsync("Attempt 3 in");
            await stage.Page.Context.SetOfflineAsync(false);
        });
    }

    [Fact]
    public async Task Reloaded_CardsStandWhereTheyWereRead()
    {
        await using var stage = await CircuitStage.OpenAsync(browser);
        var page = stage.Page;
        await page.SetViewportSizeAsync(1100, 620);
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);
        await ScrollAsync(page);

        await page.ReloadAsync();

        await ExpectScrolledAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Notice_StandsAboveThePage_AndLeavesNothingOver(ColorScheme theme, int width, int height)
    {
        await using var stage = await CircuitStage.OpenAsync(browser);
        var page = stage.Page;
        await page.SetViewportSizeAsync(width, height);
        await page.EmulateMediaAsync(new() { ColorScheme = theme });
        await Runs.SendAsync(page);
        await stage.CutAsync(isOffline: true);

        await Accessibility.AssertNothingLeftAsync(page, "lost");

        var notice = await page.Locator("#connection").BoundingBoxAsync();
        var app = await page.Locator(".app").BoundingBoxAsync();
        Assert.True(notice!.Height < 70 && notice.Y + notice.Height <= app!.Y + 0.5, $"{notice.Y} {notice.Height} {app!.Y}");
        Assert.True(app.Y + app.Height <= height + 0.5);
    }

    // Cards arranged and scrolled, text typed: all of that must be as before.
    private static async Task LeaveAndComeBackAsync(CircuitStage stage, Func<Task> leave)
    {
        var page = stage.Page;
        await page.SetViewportSizeAsync(1100, 620);
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);
        await page.Locator("#lane-1 [data-action=raw]").EvaluateAsync("button => button.click()");
        await page.Locator("#lane-2 [data-action=hide]").EvaluateAsync("button => button.click()");
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Thinker" }).ClickAsync();
        await Assertions.Expect(page.Locator("ul.chips li.chip")).ToHaveCountAsync(2);
        await ScrollAsync(page);
        await page.Locator("#prompt").FillAsync("and what about this?");
        var texts = await TextsAsync(page);
        var old = await page.Locator("#lane-1").ElementHandleAsync();

        await leave();

        // Built anew, not only connected again.
        await page.WaitForFunctionAsync("old => !old.isConnected", old);
        await stage.ExpectConnectedAsync();
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#lane-1 [data-action=raw]")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("ul.chips li.chip")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToHaveValueAsync("and what about this?");
        Assert.Equal(texts, await TextsAsync(page));
        await ExpectScrolledAsync(page);
        Assert.True(await stage.IsSamePageAsync());
    }

    private static async Task ScrollAsync(IPage page)
    {
        await page.Locator("#lane-1 follow-end").HoverAsync();
        await page.Mouse.WheelAsync(0, -4000);
        await page.WaitForFunctionAsync("() => document.querySelector('#lane-1 follow-end').scrollTop === 0");
        await page.Mouse.WheelAsync(0, 150);
        await page.WaitForFunctionAsync("() => document.querySelector('#lane-1 follow-end').scrollTop === 150");
    }

    private static Task<IJSHandle> ExpectScrolledAsync(IPage page) =>
        page.WaitForFunctionAsync("() => Math.abs(document.querySelector('#lane-1 follow-end')?.scrollTop - 150) <= 2");

    private static async Task ExpectSameAsAnotherAsync(IPage page)
    {
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await Runs.EndAsync(other);
        Assert.Equal(await TextsAsync(other), await TextsAsync(page));
        Assert.All(await TextsAsync(page), static text => Assert.True(text.Length > 100));
    }

    private static Task<string[]> TextsAsync(IPage page) =>
        page.Locator("article.card [data-raw]").EvaluateAllAsync<string[]>("answers => answers.map(answer => answer.textContent)");
}
