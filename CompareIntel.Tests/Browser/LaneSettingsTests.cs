using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class LaneSettingsTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Settings_OfOneModel_AreCheckedKeptSentAndSavedInALineUp()
    {
        var page = await application.OpenAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Settings of Quick" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("#lane-system:focus")).ToBeVisibleAsync();
        await page.Locator("#lane-system").FillAsync("Answer like a pirate.");
        await page.GetByLabel("Temperature").FillAsync("0,3");
        await page.GetByLabel("Output tokens at most").FillAsync("many");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("a whole number from 1 to");
        await Accessibility.AssertNothingLeftAsync(page, "settings of a model");
        await page.GetByLabel("Output tokens at most").FillAsync("2,000");
        await page.Keyboard.PressAsync("Enter");
        var set = page.GetByRole(AriaRole.Button, new() { Name = "Settings of Quick: temperature 0.3, at most 2,000 output tokens, a system prompt of 21 characters" });
        await Assertions.Expect(set).ToBeVisibleAsync();

        await page.Locator("[data-line-ups]").ClickAsync();
        await Assertions.Expect(page.Locator(".line-ups-dialog:focus-within")).ToBeVisibleAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Pirates");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-use]")).ToContainTextAsync("Quick (temperature 0.3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await page.ReloadAsync();
        await Assertions.Expect(set).ToBeVisibleAsync();
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);
        await Assertions.Expect(page.Locator(".race .summary")).ToContainTextAsync("temperature");

        // The next turn keeps them until they are cleared.
        await set.ClickAsync();
        await Assertions.Expect(page.Locator("#lane-system")).ToHaveValueAsync("Answer like a pirate.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set for all models" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Settings of Quick", Exact = true })).ToBeVisibleAsync();

        await page.Locator("[data-line-ups]").ClickAsync();
        await page.Locator("[data-use]").ClickAsync();
        await Assertions.Expect(set).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Phone_Picker_HoldsTheLineUpWithHistoriesAndSettings()
    {
        var page = await application.OpenAsync(size: new ViewportSize { Width = 390, Height = 844 });
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "3 models chosen, change them" }).ClickAsync();
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Terse" }).ClickAsync();
        var picker = page.Locator(".picker");

        await picker.GetByLabel("History that Terse gets").SelectOptionAsync(new SelectOptionValue { Label = "history of Quick" });
        await Assertions.Expect(picker.GetByLabel("History that Terse gets")).ToHaveValueAsync("0");
        await picker.GetByRole(AriaRole.Button, new() { Name = "Settings of Terse" }).ClickAsync();
        await Assertions.Expect(page.Locator("#lane-system:focus")).ToBeVisibleAsync();
        await page.GetByLabel("Temperature").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Assertions.Expect(picker.GetByRole(AriaRole.Button, new() { Name = "Settings of Terse: temperature 1" })).ToBeVisibleAsync();
        await picker.GetByRole(AriaRole.Button, new() { Name = "Remove Thinker" }).ClickAsync();

        await Assertions.Expect(picker.Locator(".chip")).ToHaveCountAsync(3);
        await Accessibility.AssertNothingLeftAsync(page, "picker with the line-up");
    }
}
