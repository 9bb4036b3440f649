using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class ConversationFlowTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task FollowUp_GoesToEachLaneAndTheWayBackShowsWhatWas()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all" }).ClickAsync();
        await Runs.EndAsync(page);
        var before = await TextsAsync(page);
        await Assertions.Expect(page.Locator(".summary")).ToContainTextAsync("same context for all");

        await AskAsync(page, "And in one line?");

        await Assertions.Expect(page.Locator(".turns li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".turns li.on")).ToContainTextAsync("And in one line?");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("And in one line?");
        await page.Locator(".turns li a").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Explain backpressure");
        Assert.Equal(before, await TextsAsync(page));
        await Assertions.Expect(page.Locator(".turns li")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task FollowUp_WhileALaneWrites_IsRefusedByNameAndNothingIsLost()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop Quick" }).ClickAsync();

        await page.Locator("#prompt").FillAsync("And then?");
        await page.Locator("#prompt").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".refusal")).ToContainTextAsync("Thinker, Thorough still write");
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("And then?");
    }

    [Fact]
    public async Task Edit_MakesABranchThatCanBeLeftAgain()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all" }).ClickAsync();
        await Runs.EndAsync(page);

        await page.Locator("[popovertarget='run-menu']").First.ClickAsync();
        await page.Locator("[data-run-action='edit-prompt']").ClickAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("Explain backpressure in streaming systems.");
        await AskAsync(page, "Explain backpressure in one line.");

        await Assertions.Expect(page.Locator(".branches")).ToContainTextAsync("2/2");
        await page.GetByRole(AriaRole.Link, new() { Name = "Earlier branch" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Explain backpressure in streaming systems.");
        await Assertions.Expect(page.Locator(".branches")).ToContainTextAsync("1/2");
    }

    [Fact]
    public async Task ContinueWithThisOne_AsksThatLaneOnly()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await Assertions.Expect(page.Locator("article.card").First.Locator("[data-raw]")).Not.ToBeEmptyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all" }).ClickAsync();
        await Runs.EndAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "More for Quick" }).ClickAsync();
        await page.Locator("article.card").First.Locator("[data-action='continue']").ClickAsync();
        await Assertions.Expect(page.Locator("ul.chips li.chip")).ToHaveCountAsync(1);
        await AskAsync(page, "Go on.");

        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(1);
        await page.Locator("[data-action='more']").ClickAsync();
        await page.Locator("[data-action='seal']").ClickAsync();
        await Assertions.Expect(page.Locator(".seal dd").Nth(8)).ToHaveTextAsync("3");
        await Assertions.Expect(page.Locator(".seal .hash")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9a-f]{64}$"));
    }

    [Fact]
    public async Task AddedLane_BeginsWithNothingUnlessAHistoryIsChosen()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all" }).ClickAsync();
        await Runs.EndAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Thinker" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a model" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search" }).FillAsync("slow");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        // Until it is gone, a dialog takes the cursor back.
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        var history = page.Locator(".compose").GetByLabel("History that Slow gets");
        await Assertions.Expect(history).ToHaveValueAsync("");
        await history.SelectOptionAsync(new SelectOptionValue { Label = "history of Quick" });
        await AskAsync(page, "Go on.");

        await Assertions.Expect(page.Locator("article.card h2")).ToHaveTextAsync(["Quick", "Thorough", "Slow"]);
        await Assertions.Expect(page.Locator(".turns li")).ToHaveCountAsync(2);
    }

    private static async Task AskAsync(IPage page, string prompt)
    {
        var before = page.Url;
        await page.Locator("#prompt").FillAsync(prompt);
        await page.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(before);
        await Assertions.Expect(page.Locator(".send[aria-disabled]")).ToHaveCountAsync(0);
    }

    private static async Task<string[]> TextsAsync(IPage page) => [.. await page.Locator("article.card [data-raw]").AllInnerTextsAsync()];
}
