using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed partial class SharingTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Link_OpenedByAnother_ShowsAnswersAndReplayAndNothingThatChanges(ColorScheme theme, int width, int height)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var own = await application.OpenAsync("/", theme, size);
        await Runs.SendAsync(own);
        await Runs.EndAsync(own);
        await own.Locator("[data-run-action=export]").FocusAsync();
        await own.Keyboard.PressAsync("Enter");
        await own.Locator("[data-run-action=share]").PressAsync("Enter");
        await own.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).PressAsync("Enter");
        var link = own.GetByRole(AriaRole.Textbox, new() { Name = "Link", Exact = true });
        await Assertions.Expect(link).ToHaveValueAsync(SharedAddress());
        await Accessibility.AssertNothingLeftAsync(own, "dialog");
        var address = new Uri(await link.InputValueAsync()).AbsolutePath;
        var texts = await own.Locator("article.card .answer").AllTextContentsAsync();

        var other = await application.OpenAsync(address, theme, size);

        await Assertions.Expect(other.Locator("article.card[data-state=done]")).ToHaveCountAsync(texts.Count);
        Assert.Equal(texts, await other.Locator("article.card .answer").AllTextContentsAsync());
        await Assertions.Expect(other.Locator("#prompt, .sidebar, [data-action=stop], [data-action^=retry], [data-action^=thumb], [data-action=comment], [data-action=report], [data-run-action=report], [data-action=continue], [data-run-action=ask-again], [data-run-action=edit-prompt], [data-run-action=share], a[href^='/c/']")).ToHaveCountAsync(0);
        await Accessibility.AssertNothingLeftAsync(other, "shared");
        await other.Locator("[data-run-action=replay]").ClickAsync();
        await Assertions.Expect(other.Locator(".replay")).ToBeVisibleAsync();
        await other.Locator("[data-replay=leave]").ClickAsync();
        await Assertions.Expect(other.Locator("article.card[data-state=done]")).ToHaveCountAsync(texts.Count);

        await own.GetByRole(AriaRole.Button, new() { NameRegex = Revoke() }).ClickAsync();
        await Assertions.Expect(link).ToHaveCountAsync(0);
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "There is nothing at this address" })).ToBeVisibleAsync();
        await Assertions.Expect(other.Locator("article.card")).ToHaveCountAsync(0);
        var answer = await other.ReloadAsync();
        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "There is nothing at this address" })).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(other, "gone");
    }

    [GeneratedRegex("/s/[a-z2-7]{28}$")]
    private static partial Regex SharedAddress();

    [GeneratedRegex("^Revoke")]
    private static partial Regex Revoke();
}
