using System.Text.RegularExpressions;
using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>Comparisons of simulated models, from the prompt to the end.</summary>
internal static partial class Runs
{
    public static async Task SendAsync(IPage page)
    {
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        // The line-up comes with the list of models; without it there is nothing to send to yet.
        await Assertions.Expect(page.Locator("ul.chips li.chip").First).ToBeVisibleAsync();
        await page.Locator("#prompt").FillAsync("Explain backpressure in streaming systems.");
        await page.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(Address());
        await Assertions.Expect(page.Locator("article.card").First).ToBeAttachedAsync();
        // Once the prompt is taken, its box gets the focus back; what a test focuses before that would lose it again.
        await Assertions.Expect(page.Locator(".send[aria-disabled]")).ToHaveCountAsync(0);
    }

    public static Task EndAsync(IPage page) =>
        page.Locator("race-clock:not([running])").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = (float)AsyncAssert.Timeout.TotalMilliseconds });

    [GeneratedRegex("/c/[a-z0-9]+$")]
    private static partial Regex Address();
}
