using System.Text.RegularExpressions;
using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed partial class CompareFlowTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const string Prompt = "Explain backpressure in streaming systems.";

    [Fact]
    public async Task Example_ThenSend_ComparesThreeModelsInTwoClicks()
    {
        var page = await application.OpenAsync();

        await page.Locator(".examples button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync(Words());
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(ComparisonAddress());
        await Assertions.Expect(Cards(page)).ToHaveCountAsync(3);
        Assert.StartsWith("Explain backpressure", await page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThreeModels_GrowAtOnceAndEndByThemselves()
    {
        var page = await application.OpenAsync();
        await SendAsync(page, Prompt);

        // In one short window two cards must grow that write when it begins and still when it ends.
        await page.WaitForFunctionAsync(
            """
            () => {
              const cards = [...document.querySelectorAll("article.card")].map(card => ({
                length: card.querySelector("[data-raw]")?.textContent.length ?? 0,
                writes: card.querySelector(".state")?.dataset.state === "writing",
              }));
              const before = window.cardsBefore;
              window.cardsBefore = cards;
              return before?.length === cards.length
                && cards.filter((card, index) => card.writes && before[index].writes && card.length > before[index].length).length >= 2;
            }
            """,
            options: new() { PollingInterval = 200 });

        await EndAsync(page);
        var ends = await page.Locator(".race .end").EvaluateAllAsync<string[]>("ends => ends.map(end => end.getAttribute('style'))");
        Assert.Equal(3, ends.Distinct().Count());
        await Assertions.Expect(page.Locator(".race .summary")).ToContainTextAsync("faster than one after another");
    }

    [Fact]
    public async Task Stop_OneCard_EndsThatOneOnly()
    {
        var page = await application.OpenAsync();
        await SendAsync(page, Prompt);

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop Thorough" }).ClickAsync();

        await Assertions.Expect(Card(page, "Thorough").Locator(".state")).ToContainTextAsync("stopped");
        await EndAsync(page);
        await Assertions.Expect(Card(page, "Quick").Locator(".state")).ToContainTextAsync("done");
        await Assertions.Expect(Card(page, "Thinker").Locator(".state")).ToContainTextAsync("done");
    }

    [Fact]
    public async Task Reload_InTheMiddle_ShowsAllTextAndGoesOn()
    {
        var page = await application.OpenAsync();
        await SendAsync(page, Prompt);
        await Assertions.Expect(Card(page, "Quick").Locator("[data-raw]")).ToContainTextAsync(Words());

        await page.ReloadAsync();

        await Assertions.Expect(Cards(page)).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        var lengths = (await TextsAsync(page)).Select(static text => text.Length).ToArray();
        await page.WaitForFunctionAsync(
            """
            before => document.querySelector("race-clock[running]")
              && [...document.querySelectorAll(".card [data-raw]")].some((answer, index) => answer.textContent.length > (before[index] ?? 0))
            """,
            lengths);
        await EndAsync(page);
        var other = await application.OpenAsync(new Uri(page.Url).AbsolutePath, owner: page);
        await EndAsync(other);
        Assert.Equal(await TextsAsync(page), await TextsAsync(other));
        Assert.All(await TextsAsync(page), static text => Assert.True(text.Length > 100));
    }

    [Fact]
    public async Task Leave_WhileItRuns_AnotherDeviceSeesItLiveAndAnotherBrowserNothing()
    {
        var page = await application.OpenAsync();
        await SendAsync(page, Prompt);
        var path = new Uri(page.Url).AbsolutePath;

        var other = await application.OpenAsync(path, owner: page);
        await page.Context.CloseAsync();

        await Assertions.Expect(other.GetByRole(AriaRole.Button, new() { Name = "Stop all" })).ToBeVisibleAsync();
        await EndAsync(other);
        await Assertions.Expect(other.Locator(".state[data-state='done']")).ToHaveCountAsync(3);
        var stranger = await application.OpenAsync(path);
        await Assertions.Expect(stranger.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("not here");
    }

    [Fact]
    public async Task Keyboard_Alone_ChoosesSendsAndStops()
    {
        var page = await application.OpenAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Line-ups" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("slow");
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Slow");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".chip:not(.add)")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("#prompt")).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("First line");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("second line");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(ComparisonAddress());
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("First line\nsecond line");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await EndAsync(page);
        await Assertions.Expect(Card(page, "Slow").Locator(".state")).ToContainTextAsync("stopped");
    }

    [Fact]
    public async Task Send_Blank_KeepsTheCursorAndSaysWhy()
    {
        var page = await application.OpenAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeFocusedAsync();

        await page.Locator("#prompt").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".refusal")).ToHaveTextAsync("Write a prompt first.");
        await Assertions.Expect(page.Locator("#prompt")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Send_FarTooLong_IsRefusedAndNothingIsLost()
    {
        var page = await application.OpenAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await page.Locator("#prompt").FillAsync(new string('x', 400_000));

        await page.Locator("#prompt").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".refusal")).ToContainTextAsync("400,000 characters");
        Assert.Equal(400_000, (await page.Locator("#prompt").InputValueAsync()).Length);
    }

    [Fact]
    public async Task LineUpAndDraft_AfterReload_AreStillThere()
    {
        var page = await application.OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Thinker" }).ClickAsync();
        await Assertions.Expect(page.Locator(".chip:not(.add)")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await page.Locator("#prompt").FillAsync("half a thought");

        await page.ReloadAsync();

        await Assertions.Expect(page.Locator(".chip:not(.add)")).ToHaveTextAsync(["Quick", "Thorough"]);
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("half a thought");
    }

    [Fact]
    public async Task Open_UnknownComparison_SaysWhatToDo()
    {
        var page = await application.OpenAsync("/c/nothing-here");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This comparison is not here");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "New comparison" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Ask several models at once");
    }

    [Fact]
    public async Task Phone_Tabs_ShowOneCardAtATime()
    {
        var page = await application.OpenAsync(size: new ViewportSize { Width = 390, Height = 844 });
        await SendAsync(page, Prompt);
        await Assertions.Expect(page.Locator(".card:visible")).ToHaveCountAsync(1);

        await page.Locator(".tab", new() { HasText = "Thorough" }).ClickAsync();

        await Assertions.Expect(page.Locator(".card:visible h2")).ToHaveTextAsync("Thorough");
        var card = await page.Locator(".card:visible").BoundingBoxAsync();
        var composer = await page.Locator(".compose").BoundingBoxAsync();
        Assert.True(card!.Y + card.Height <= composer!.Y);
        Assert.True(composer.Y + composer.Height <= 844);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_EmptyPickerRunningAndFinished_FindsNothing(ColorScheme theme)
    {
        var page = await application.OpenAsync(theme: theme);
        await Assertions.Expect(page.Locator(".chip:not(.add)")).ToHaveCountAsync(3);
        await Accessibility.AssertNothingLeftAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a model" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await SendAsync(page, Prompt);
        await Accessibility.AssertNothingLeftAsync(page);

        await EndAsync(page);
        await Accessibility.AssertNothingLeftAsync(page);
    }

    [GeneratedRegex("/c/[a-z0-9]+$")]
    private static partial Regex ComparisonAddress();

    [GeneratedRegex("\\w+ \\w+")]
    private static partial Regex Words();

    private static ILocator Cards(IPage page) => page.Locator("article.card");

    private static ILocator Card(IPage page, string name) => page.GetByRole(AriaRole.Article, new() { Name = name, Exact = true });

    private static async Task SendAsync(IPage page, string prompt)
    {
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        // The line-up comes with the list of models; without it there is nothing to send to yet.
        await Assertions.Expect(page.Locator("ul.chips li.chip").First).ToBeVisibleAsync();
        await page.Locator("#prompt").FillAsync(prompt);
        await page.Locator("#prompt").PressAsync("Enter");
        // Waiting for the navigation itself can miss one that is quicker than the waiting begins.
        await Assertions.Expect(page).ToHaveURLAsync(ComparisonAddress());
    }

    private static Task EndAsync(IPage page) =>
        page.Locator("race-clock:not([running])").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = (float)AsyncAssert.Timeout.TotalMilliseconds });

    private static Task<string[]> TextsAsync(IPage page) =>
        page.Locator(".card [data-raw]").EvaluateAllAsync<string[]>("answers => answers.map(answer => answer.textContent)");
}
