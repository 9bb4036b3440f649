using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>axe-core's rules for WCAG 2.2 AA, with nothing left over, on every page and in every state that cards have.</summary>
public sealed class AccessibilityTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    public static TheoryData<ColorScheme, int, int> Looks { get; } = new()
    {
        { ColorScheme.Light, 1440, 900 }, { ColorScheme.Dark, 1440, 900 }, { ColorScheme.Light, 390, 844 }, { ColorScheme.Dark, 390, 844 }, { ColorScheme.Light, 720, 450 },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Cards_InEveryState_LeaveNothingOver(ColorScheme theme, int width, int height)
    {
        var page = await OpenAsync("/", theme, width, height, "simulated:thorough", "simulated:thinker", "simulated:fault-unauthorized", "simulated:fault-hang");
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("ul.chips li.chip").First).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "empty");

        await Runs.SendAsync(page);
        await Assertions.Expect(page.Locator("article.card[data-state=thinking], article.card[data-state=writing]").First).ToBeAttachedAsync();
        await Accessibility.AssertNothingLeftAsync(page, "running");

        await Assertions.Expect(page.Locator("article.card[data-state=failed]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#lane-0[data-state=done]")).ToHaveCountAsync(1);
        await page.Locator("[data-run-action=stop-all]").EvaluateAsync("button => button.click()");
        await Runs.EndAsync(page);
        await Accessibility.AssertNothingLeftAsync(page, "finished, failed and stopped");

        await PressAsync(page, "#lane-0 [data-action=raw]");
        await Accessibility.AssertNothingLeftAsync(page, "raw");
        await PressAsync(page, "#lane-0 [data-action=maximise]");
        await Assertions.Expect(page.Locator("#lane-0.maximised")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "maximised");
        await PressAsync(page, "#lane-0 [data-action=maximise]");
        await PressAsync(page, "#lane-1 [data-action=collapse]");
        await Assertions.Expect(page.Locator(".shelf")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "collapsed");
        await PressAsync(page, "#lane-0 [data-action=hide]");
        await Accessibility.AssertNothingLeftAsync(page, "hidden");
    }

    [Theory]
    [InlineData("/c/nosuchcomparison")]
    [InlineData("/no/such/page")]
    public async Task Pages_WithoutAComparison_LeaveNothingOver(string path)
    {
        var page = await application.OpenAsync(path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        await Accessibility.AssertNothingLeftAsync(page, path);
    }

    private async Task<IPage> OpenAsync(string path, ColorScheme theme, int width, int height, params string[] models)
    {
        var page = await application.OpenAsync("/health", theme, new ViewportSize { Width = width, Height = height });
        await page.EvaluateAsync("models => localStorage.setItem('compareintel.line-up', JSON.stringify(models))", models);
        await page.GotoAsync(path);
        return page;
    }

    // By script: on a phone a control may be behind its tab, which other tests press.
    private static async Task PressAsync(IPage page, string control) => await page.Locator(control).First.EvaluateAsync("button => button.click()");
}
