using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed partial class CardControlTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Retry_FailedThenWithAnotherModel_KeepsEveryAttempt()
    {
        var page = await CompareAsync("simulated:terse", "simulated:fault-error");
        await EndAsync(page);
        var card = page.Locator("#lane-1");
        await Assertions.Expect(card.Locator(".failure")).ToBeVisibleAsync();

        await page.Locator("[data-run-action=retry-failed]").ClickAsync();
        await Assertions.Expect(card.Locator(".takes")).ToHaveTextAsync("2 of 2");
        await EndAsync(page);
        await card.Locator("[data-action=more]").ClickAsync();
        await card.Locator("[data-action=retry-with]").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("terse");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(card.Locator(".takes")).ToHaveTextAsync("3 of 3");
        await Assertions.Expect(card.Locator("[data-action=more]")).ToBeFocusedAsync();
        await Assertions.Expect(card.Locator("h2")).ToHaveTextAsync("Terse");
        await Assertions.Expect(card.Locator(".state")).ToContainTextAsync("done");
        await card.Locator("[data-action=take-previous]").ClickAsync();
        await Assertions.Expect(card.Locator(".takes")).ToHaveTextAsync("2 of 3");
        await Assertions.Expect(card.Locator(".failure")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#lane-0 .takes")).ToHaveCountAsync(0);
        await Accessibility.AssertNothingLeftAsync(page);
    }

    [Fact]
    public async Task Failure_InOneOfNineCards_LeavesItsControlsAndTheLastWordsInSight()
    {
        var page = await CompareAsync([.. Enumerable.Repeat("simulated:terse", 8), "simulated:fault-error"]);
        await EndAsync(page);
        var heights = await page.Locator("#lane-8").EvaluateAsync<double[]>(
            """
            card => {
              const bottom = selector => card.querySelector(selector).getBoundingClientRect().bottom;
              const body = card.querySelector(".body");
              const style = getComputedStyle(body);
              return [
                card.getBoundingClientRect().bottom - bottom("[data-action=more]"),
                bottom(".failure") - bottom(".failure [data-action=retry]"),
                bottom(".failure") - bottom(".failure p"),
                body.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
                innerHeight - document.documentElement.scrollHeight,
              ];
            }
            """);

        Assert.True(heights[0] >= 4 && heights[1] >= 4 && heights[2] >= 4, string.Join(' ', heights));
        Assert.InRange(heights[3], 22, 300);
        Assert.Equal(0, heights[4]);
    }

    [Fact]
    public async Task RetryWith_DialogIsClosed_GivesTheFocusBack()
    {
        var page = await CompareAsync("simulated:terse", "simulated:terse");
        await EndAsync(page);
        var more = page.Locator("#lane-1 [data-action=more]");
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#lane-1 [data-action=retry-with]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(more).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Retry_WhileAnotherStillRuns_CountsFromItsOwnStart()
    {
        var page = await CompareAsync("simulated:slow", "simulated:terse");
        var card = page.Locator("#lane-1");
        await Assertions.Expect(card.Locator(".state")).ToContainTextAsync("done");
        await page.WaitForFunctionAsync("() => document.querySelector('race-clock.run').now > 2500");

        await card.Locator("[data-action=retry]").ClickAsync();
        await card.Locator("elapsed-time").WaitForAsync();

        Assert.InRange(await card.EvaluateAsync<double>("card => parseFloat(card.querySelector('elapsed-time')?.textContent ?? '0')"), 0, 2);
        await page.Locator("[data-run-action=stop-all]").ClickAsync();
        await EndAsync(page);
        await Assertions.Expect(page.Locator("#lane-0 .state")).ToContainTextAsync("stopped");
    }

    [Fact]
    public async Task MaximiseHideAndMove_Clicked_ShowWhatIsAskedAndKeepTheFocus()
    {
        var page = await CompareAsync("simulated:terse", "simulated:sprinter", "simulated:quick");
        await EndAsync(page);

        await page.Locator("#lane-1 [data-action=maximise]").ClickAsync();
        await Assertions.Expect(page.Locator(".card:visible")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore Sprinter" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card:visible")).ToHaveCountAsync(3);

        await page.Locator("#lane-0 [data-action=more]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#lane-0 .menu-list")).ToBeVisibleAsync();
        await page.Locator("#lane-0 [data-action=move-right]").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".grid .card h2")).ToHaveTextAsync(["Sprinter", "Terse", "Quick"]);
        await Assertions.Expect(page.Locator("#lane-0 [data-action=more]")).ToBeFocusedAsync();

        await page.Locator("#lane-0 [data-action=more]").ClickAsync();
        await page.Locator("#lane-0 [data-action=hide]").ClickAsync();
        await Assertions.Expect(page.Locator(".card:visible")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("[data-run-action=show-all]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".card:visible")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Copy_Clicked_TakesTheTextFromTheServer()
    {
        var page = await CompareAsync("simulated:terse", "simulated:quick");
        await EndAsync(page);
        using var clipboard = await Clipboard.TakeAsync(page);
        var card = page.Locator("#lane-1");
        var shown = await card.Locator(".answer").InnerTextAsync();

        await card.Locator("[data-action=copy-markdown]").ClickAsync();
        await Assertions.Expect(page.Locator("#announcer")).ToHaveTextAsync("Copied");
        await clipboard.TextWithAsync("- **");
        await clipboard.EmptyAsync();

        await card.Locator("[data-action=more]").ClickAsync();
        await card.Locator("[data-action=copy-text]").ClickAsync();
        var text = await clipboard.TextWithAsync(shown.Split('\n')[0]);
        Assert.DoesNotContain("**", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_Clicked_ShowsTheTextAsItWasWritten()
    {
        var page = await CompareAsync("simulated:terse");
        await EndAsync(page);

        await page.Locator("[data-action=raw]").ClickAsync();
        await Assertions.Expect(page.Locator(".answer.raw .text-block").First).ToBeVisibleAsync();

        await page.Locator("[data-action=raw]").ClickAsync();
        await Assertions.Expect(page.Locator(".answer.raw")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Layout_Chosen_IsRememberedAndScrollsSideways()
    {
        var page = await CompareAsync("simulated:terse", "simulated:sprinter", "simulated:quick", "simulated:coder", "simulated:teacher", "simulated:planner");
        await page.Locator(".layout").ClickAsync();
        await page.Locator("[data-layout-choice='4']").ClickAsync();
        await Assertions.Expect(page.Locator(".grid")).ToHaveAttributeAsync("data-layout", "4");
        Assert.True(await page.Locator(".grid").EvaluateAsync<bool>("grid => grid.scrollWidth > grid.clientWidth"));
        Assert.True(await page.Locator("#lane-0").EvaluateAsync<double>("card => card.getBoundingClientRect().width") >= 299);

        await page.ReloadAsync();

        await Assertions.Expect(page.Locator(".grid")).ToHaveAttributeAsync("data-layout", "4");
        await page.Locator(".layout").ClickAsync();
        await page.Locator("[data-layout-choice='tabs']").ClickAsync();
        await Assertions.Expect(page.Locator(".card:visible")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".tab", new() { HasText = "Teacher" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card:visible h2")).ToHaveTextAsync("Teacher");
    }

    [GeneratedRegex("/c/[a-z0-9]+$")]
    private static partial Regex ComparisonAddress();

    private static Task EndAsync(IPage page) =>
        page.Locator("race-clock.run:not([running]):not(:has([running]))").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private async Task<IPage> CompareAsync(params string[] models)
    {
        var page = await application.OpenAsync();
        await page.EvaluateAsync("models => localStorage.setItem('compareintel.line-up', JSON.stringify(models))", models);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".chip:not(.add)")).ToHaveCountAsync(models.Length);
        await page.Locator("#prompt").FillAsync("Explain backpressure.");
        await page.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(ComparisonAddress());
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(models.Length);
        return page;
    }
}
