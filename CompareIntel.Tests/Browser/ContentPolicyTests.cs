using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class ContentPolicyTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Comparison_FromPromptToEnd_BreaksNoRule()
    {
        var page = await application.OpenAsync("/zzz");
        var complaints = await ListenAsync(page);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a model" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.Locator("#prompt").FillAsync("Explain backpressure.");
        await page.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(3);
        await page.Locator("race-clock:not([running])").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = (float)AsyncAssert.Timeout.TotalMilliseconds });

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Docs_Work_AndBreakNoRule()
    {
        var page = await application.OpenAsync("/zzz");
        var complaints = await ListenAsync(page);

        await page.GotoAsync("/docs/");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "CompareIntel" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Whether the program can do its job" }).First).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task InlineScript_DoesNotRun()
    {
        var page = await application.OpenAsync();
        var complaints = await ListenAsync(page);
        await page.ReloadAsync();

        await page.EvaluateAsync(
            """
            () => {
              const script = document.createElement("script");
              script.textContent = "window.ran = true";
              document.body.append(script);
              document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.ran = true'><button onclick='window.ran = true' id='evil'></button>");
              document.getElementById("evil").click();
            }
            """);

        Assert.False(await page.EvaluateAsync<bool>("() => window.ran === true"));
        Assert.NotEmpty(complaints);
    }

    /// <summary>What the browser refuses and what fails, from the next page on.</summary>
    private static async Task<List<string>> ListenAsync(IPage page)
    {
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await page.ExposeFunctionAsync<string>("complain", complaints.Add);
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', event => complain(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))");
        return complaints;
    }
}
