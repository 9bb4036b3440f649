using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class LineUpTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task LineUp_SavedMadeDefaultExportedAndImported_IsChosenAgainAndBeginsNewComparisons(ColorScheme theme, int width, int height)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var page = await application.OpenAsync("/", theme, size);
        var chips = page.Locator("ul.chips li.chip");
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await Assertions.Expect(chips.First).ToBeVisibleAsync();
        await chips.GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        await Assertions.Expect(chips).ToHaveCountAsync(2);
        var kept = await chips.AllTextContentsAsync();

        await page.Locator("[data-line-ups]").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".line-ups-dialog:focus-within")).ToBeVisibleAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Two of them");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-use]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin new comparisons with Two of them" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-use]")).ToContainTextAsync("default");
        await Accessibility.AssertNothingLeftAsync(page, "line-ups");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export", Exact = true }).ClickAsync());
        await page.Locator(".line-ups import-files input").SetInputFilesAsync(await download.PathAsync());
        await Assertions.Expect(page.Locator("[data-use]")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Two of them (2)" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-use]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-use]")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await chips.GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        await Assertions.Expect(chips).ToHaveCountAsync(1);
        await page.Locator("[data-line-ups]").ClickAsync();
        await page.Locator("[data-use]").First.ClickAsync();
        await Assertions.Expect(chips).ToHaveTextAsync(kept);
        await chips.GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        await Assertions.Expect(chips).ToHaveCountAsync(1);

        await page.ReloadAsync();
        await Assertions.Expect(chips).ToHaveTextAsync(kept);
    }
}
