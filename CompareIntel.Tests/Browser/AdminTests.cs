using System.Text.RegularExpressions;
using CompareIntel.Core.Administration;
using CompareIntel.Web.Administration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed partial class AdminTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const string Password = "a few plain words";

    private static readonly LocatorAssertionsToHaveAttributeOptions s_checksTime = new() { Timeout = 120_000 };

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Checks_RunFromThePage_GiveAVerdictAReportAndASignOff(ColorScheme theme, int width, int height)
    {
        var page = await application.OpenAsync(LinkPath(), theme, new ViewportSize { Width = width, Height = height });
        await Accessibility.AssertNothingLeftAsync(page, "claim");
        await page.GetByLabel("Name").FillAsync($"ada{width}");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Release checks" })).ToBeVisibleAsync();

        await page.GetByText("Criteria", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Models at once").FillAsync("3, 99");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save criteria" }).ClickAsync();
        await Assertions.Expect(page.GetByText("whole numbers from 2 to 12")).ToBeVisibleAsync();
        await page.GetByLabel("Models at once").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save criteria" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The next checks are judged by them")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "criteria");

        await page.GetByRole(AriaRole.Button, new() { Name = "Run the checks" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-verdict]")).ToHaveAttributeAsync("data-verdict", "running");
        await Assertions.Expect(page.Locator("[data-verdict]")).ToHaveAttributeAsync("data-verdict", "passed", s_checksTime);
        await Assertions.Expect(page.Locator(".check-list .name", new() { HasTextString = "concurrent-3" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".check-list .name", new() { HasTextString = "concurrent-6" })).ToHaveCountAsync(0);

        await page.Locator("[data-verdict] a").ClickAsync();
        await Assertions.Expect(page.Locator(".checked-run", new() { HasTextString = "concurrent-3" }).Locator(".verdict")).ToHaveTextAsync("CONCURRENT");
        await Assertions.Expect(page.Locator(".checked-run", new() { HasTextString = "sequential" }).Locator("h3 .verdict")).ToHaveTextAsync("SEQUENTIAL");
        await page.GetByLabel("Deployed by").FillAsync("Grace");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off" }).ClickAsync();
        await Assertions.Expect(page.GetByText($"Signed off by ada{width}")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "report");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText($"Signed off by ada{width}")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Deployed by")).ToHaveValueAsync("Grace");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Markdown" }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Matches(MarkdownHead(), text);
        Assert.Contains("Deployed by: Grace", text, StringComparison.Ordinal);
        Assert.Contains($"Signed off: ada{width}", text, StringComparison.Ordinal);

        await page.GotoAsync("/admin/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "sign-off", Exact = true }).First).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "audit");
        await page.GotoAsync("/admin/account");
        await Accessibility.AssertNothingLeftAsync(page, "account");
    }

    [Fact]
    public async Task PageOfOneWhoWasSignedOutElsewhere_DoesNothingMore()
    {
        var page = await application.OpenAsync(LinkPath());
        await page.GetByLabel("Name").FillAsync("grace");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run the checks" })).ToBeVisibleAsync();
        var second = await application.OpenAsync("/admin/account", owner: page);
        await second.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Sign in as an administrator" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Run the checks" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("signed out");
        var entries = await application.Services.GetRequiredService<AuditLog>().ListAsync(100, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(entries, static entry => entry.Action == "checks" && entry.Actor == "grace");
        await page.GotoAsync("/admin/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing at this address" })).ToBeVisibleAsync();
    }

    private string LinkPath() => new Uri(application.Services.GetRequiredService<AdminLink>().GetOrCreate(application.Address)).PathAndQuery;

    [GeneratedRegex("^# Release checks \\d+: PASSED")]
    private static partial Regex MarkdownHead();
}
