using System.Globalization;
using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>A comparison that has ended, played again on its cards.</summary>
public sealed class ReplayTests(BrowserApplication browser) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Replay_EndedComparison_PlaysSeeksStepsAndLeaves()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Comparisons.Adopt(RecordedComparison.WithAnswers("Why?", ("test:a", "I think.", "The first answer, word by word."), ("test:b", "", "The second answer, word by word.")));
        var page = await browser.OpenAsync(new Uri(app.Address, "/c/abcdefgh").ToString());
        await using var context = page.Context;
        var answer = page.Locator("#lane-1 .answer");
        await Assertions.Expect(answer).ToHaveTextAsync("The second answer, word by word.");
        await Assertions.Expect(page.Locator("race-axis i").First).ToBeAttachedAsync();

        await page.Locator("[data-run-action=replay]").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "/c/abcdefgh?replay").ToString());
        await page.Locator("[data-replay=play]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-replay=play]")).ToHaveTextAsync("Play");
        Assert.Equal(0, await page.Locator("[data-action=stop], [data-action=retry]").CountAsync());

        await SeekAsync(page, 1000);
        var recorded = app.Comparisons.Find("abcdefgh")!.Log.Snapshot().OfType<TextReceived>().Where(static text => text.Lane == 1 && text.Elapsed <= TimeSpan.FromSeconds(1));
        await Assertions.Expect(answer).ToHaveTextAsync(string.Concat(recorded.Select(static text => text.Text)).Trim());
        await Accessibility.AssertNothingLeftAsync(page);

        await SeekAsync(page, 0);
        await Assertions.Expect(answer).ToHaveTextAsync("");
        await page.Locator("[data-speed='10']").PressAsync("Enter");
        await page.Locator("[data-replay=play]").PressAsync("Enter");
        await Assertions.Expect(answer).ToHaveTextAsync("The second answer, word by word.");
        await Assertions.Expect(page.Locator("replay-scrubber output")).ToHaveTextAsync("3.0 / 3.0 s");

        await page.Locator("[data-replay=back]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("race-clock[running]")).ToHaveCountAsync(0);
        await page.Locator("[data-replay=leave]").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "/c/abcdefgh").ToString());
        await Assertions.Expect(page.Locator("#lane-0 [data-action=retry]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TimeAxis_Opened_ShowsEveryLaneAndItsNumbers()
    {
        await using var app = await CompareIntelApplication.StartAsync();
        app.Comparisons.Adopt(RecordedComparison.WithAnswers("Why?", ("test:a", "I think.", "The first answer."), ("test:b", "", "The second.")));
        var page = await browser.OpenAsync(new Uri(app.Address, "/c/abcdefgh").ToString());
        await using var context = page.Context;

        await page.Locator("[data-run-action=time-axis]").PressAsync("Enter");

        await Assertions.Expect(page.Locator("#time-axis tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#time-axis tbody tr").First).ToContainTextAsync("finished at 3.00 s");
        await Accessibility.AssertNothingLeftAsync(page);
    }

    private static async Task SeekAsync(IPage page, double milliseconds) => await page.Locator("replay-scrubber input").EvaluateAsync(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })); }",
        milliseconds.ToString(CultureInfo.InvariantCulture));
}
