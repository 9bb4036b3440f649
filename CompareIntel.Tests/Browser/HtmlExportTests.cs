using CompareIntel.Core.Export.Html;
using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>An exported web page, opened from disk: it replays, loads nothing, and lets nothing run but its own script.</summary>
public sealed class HtmlExportTests(BrowserApplication browser) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Export_OpenedFromDisk_ReplaysByKeyboardAndLoadsNothing()
    {
        var (page, faults) = await OpenAsync(HtmlExport.Write(RecordedComparison.WithAnswers("Why?", ("sim:one", "I think.", "The *first* answer."), ("sim:two", "", "The second."))));
        await using var context = page.Context;
        await Accessibility.AssertNothingLeftAsync(page);

        await page.GetByRole(AriaRole.Slider, new() { Name = "Time" }).FocusAsync();
        await page.Keyboard.PressAsync("Home");

        var first = page.Locator("[data-lane='0']");
        await Assertions.Expect(first.Locator(".answer")).ToBeHiddenAsync();
        await Assertions.Expect(first.Locator(".replayed")).ToHaveTextAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Step", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(first.Locator(".thinking")).ToHaveTextAsync("I think.");
        await Assertions.Expect(page.Locator(".replay")).ToHaveAttributeAsync("data-position", "400000");

        await page.GetByLabel("Speed").SelectOptionAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(page.Locator(".replay")).ToHaveAttributeAsync("data-position", "3000000");
        Assert.Equal("The *first* answer.", await first.Locator(".replayed > :last-child").TextContentAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Show answers" }).PressAsync("Enter");
        await Assertions.Expect(first.Locator(".answer em")).ToHaveTextAsync("first");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Export_HostileAnswers_StayInert()
    {
        var lanes = HostileTexts.Short.Select(static text => (text[..Math.Min(40, text.Length)], text, text)).ToArray();
        var (page, faults) = await OpenAsync(HtmlExport.Write(RecordedComparison.WithAnswers("<script>alert(1)</script>", lanes)));
        await using var context = page.Context;

        await page.Locator("#play").ClickAsync();
        await Assertions.Expect(page.Locator(".replay")).ToHaveAttributeAsync("data-position", "3000000");

        Assert.Equal(2, await page.Locator("script").CountAsync());
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Export_ScriptPutIntoTheFile_DoesNotRun()
    {
        var html = HtmlExport.Write(RecordedComparison.WithAnswers("Why?", ("sim:one", "", "Because.")))
            .Replace("</main>", "<script>document.title='changed'</script><img src=x onerror=\"document.title='changed'\"></main>", StringComparison.Ordinal);

        var (page, faults) = await OpenAsync(html);
        await using var context = page.Context;

        Assert.Equal("Why? · CompareIntel", await page.TitleAsync());
        Assert.Contains(faults, static fault => fault.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private async Task<(IPage Page, List<string> Faults)> OpenAsync(string html)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "export.html");
        await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync("about:blank");
        var faults = new List<string>();
        page.Dialog += (_, dialog) => faults.Add($"dialog {dialog.Message}");
        page.PageError += (_, error) => faults.Add($"error {error}");
        page.Console += (_, message) => faults.AddRange(message.Type == "error" ? [$"console {message.Text}"] : []);
        page.Popup += (_, _) => faults.Add("popup");
        page.Request += (_, request) => faults.AddRange(request.Url.EndsWith("/export.html", StringComparison.Ordinal) ? [] : [$"request {request.Url}"]);
        await page.GotoAsync(new Uri(file).ToString());
        return (page, faults);
    }
}
