using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class LongPromptTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    private const string Limit = "--Tiers:Extended:MaxInputCharacters=3000000";

    [Fact]
    public async Task Paste_TwoMegabytes_IsSentWhole()
    {
        await using var stage = await CircuitStage.OpenAsync(browser, null, Limit);
        var page = stage.Page;
        var length = await PasteAsync(page, 2_000_000);

        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Assertions.Expect(page.Locator("article.card").First).ToBeAttachedAsync();
        var prompt = await page.EvaluateAsync<string>("async () => (await (await fetch(`/api/v1/comparisons/${location.pathname.slice(3)}`)).json()).prompt");
        Assert.Equal(length, prompt.Length);
        Assert.StartsWith("0 lorem ipsum dolor sit amet 🌍\n", prompt, StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("body:not([data-connection])")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Send_LongerThanTheLimit_IsRefusedWithoutBeingSent()
    {
        await using var stage = await CircuitStage.OpenAsync(browser, null, "--Tiers:Extended:MaxInputCharacters=1000000");
        var page = stage.Page;
        await PasteAsync(page, 2_000_000);

        await page.Locator("#prompt").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".refusal")).ToContainTextAsync("1,000,000 is the limit. Shorten it.");
        Assert.True((await page.Locator("#prompt").InputValueAsync()).Length > 1_999_000);
    }

    [Fact]
    public async Task Cancel_WhileItIsSent_KeepsThePromptAndSaysSo()
    {
        await using var stage = await CircuitStage.OpenAsync(browser, null, Limit);
        var page = stage.Page;
        var length = await PasteAsync(page, 2_900_000);
        // Pressed as soon as it is there, in the page itself: on a fast machine the prompt is sent within a moment.
        await page.EvaluateAsync(
            """
            () => new MutationObserver((changes, observer) => {
              const cancel = document.querySelector(".upload button");
              if (cancel) {
                observer.disconnect();
                window.progress = document.querySelector(".upload progress").max;
                cancel.click();
              }
            }).observe(document.body, { childList: true, subtree: true })
            """);

        await page.Locator("#prompt").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".refusal")).ToHaveTextAsync("Not sent: you have cancelled it. The prompt is still here.");
        Assert.Equal(length, (await page.Locator("#prompt").InputValueAsync()).Length);
        Assert.True(await page.EvaluateAsync<int>("() => window.progress") > 2_900_000);
        await Assertions.Expect(page.Locator(".upload")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#prompt")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Type_InTwoMegabytes_StaysUsable()
    {
        await using var stage = await CircuitStage.OpenAsync(browser, null, Limit);
        var page = stage.Page;
        await PasteAsync(page, 2_000_000);
        await page.Locator("#prompt").FocusAsync();

        var slowest = await page.EvaluateAsync<double>(
            """
            async () => {
              const box = document.getElementById("prompt");
              box.setSelectionRange(1000, 1000);
              let slowest = 0;
              for (let key = 0; key < 10; key++) {
                const before = performance.now();
                document.execCommand("insertText", false, "x");
                box.getBoundingClientRect();
                slowest = Math.max(slowest, performance.now() - before);
                await new Promise(done => requestAnimationFrame(done));
              }
              return slowest;
            }
            """);

        TestContext.Current.SendDiagnosticMessage($"slowest key in 2 MB: {slowest:0} ms");
        Assert.InRange(slowest, 0, 500);
    }

    // A real paste: text that a script puts in goes other ways through the browser.
    private static async Task<int> PasteAsync(IPage page, int characters)
    {
        using var clipboard = await Clipboard.TakeAsync(page);
        var length = await page.EvaluateAsync<int>(
            """
            async length => {
              const lines = [];
              for (let size = 0, line = 0; size < length; line++) {
                lines.push(`${line} lorem ipsum dolor sit amet 🌍`);
                size += lines.at(-1).length + 1;
              }

              const text = lines.join("\n");
              await navigator.clipboard.writeText(text);
              return text.length;
            }
            """,
            characters);
        await page.Locator("#prompt").FocusAsync();
        await page.Keyboard.PressAsync("Control+V");
        Assert.Equal(length, await page.EvaluateAsync<int>("() => document.getElementById('prompt').value.length"));
        return length;
    }
}
