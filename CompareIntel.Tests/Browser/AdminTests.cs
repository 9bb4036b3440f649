using System.Net.Http.Json;
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
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Release checks" }).ClickAsync();
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
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();
        await page.GotoAsync("/admin/checks");
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

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Live_WhileAComparisonRuns_ShowsItsLanesAndNoneOfItsWords(ColorScheme theme, int width, int height)
    {
        var page = await application.OpenAsync(LinkPath(), theme, new ViewportSize { Width = width, Height = height });
        await page.GetByLabel("Name").FillAsync($"live{width}");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Nothing runs.")).ToBeVisibleAsync();

        using var client = new HttpClient { BaseAddress = new Uri(application.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/compare-stream") { Content = JsonContent.Create(new { input_data = "a secret prompt", models = new[] { "thorough", "quick" } }) };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        await Assertions.Expect(page.Locator(".lane-chip").First).ToContainTextAsync("thorough");
        await Assertions.Expect(page.Locator(".lane-chip").First).ToContainTextAsync("characters");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("secret");
        // The second reading brings the rates.
        await Assertions.Expect(page.Locator(".tiles")).Not.ToContainTextAsync("…");
        await Accessibility.AssertNothingLeftAsync(page, "live");
        await Assertions.Expect(page.GetByText("Nothing runs.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Switches_BannerAndDrain_ReachPagesThatAreOpen(ColorScheme theme, int width, int height)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var reader = await application.OpenAsync("/", theme, size);
        await Assertions.Expect(reader.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        var page = await application.OpenAsync(LinkPath(), theme, size);
        await page.GetByLabel("Name").FillAsync($"switch{width}");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Switches" }).ClickAsync();
        await page.GetByLabel("Banner").FillAsync("New version at noon");
        await page.GetByLabel("No new comparisons").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Saved. It holds now.")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "switches");
        var entries = await application.Services.GetRequiredService<AuditLog>().ListAsync(100, TestContext.Current.CancellationToken);
        var entry = entries.First(entry => entry.Actor == $"switch{width}" && entry.Action == "switches");
        Assert.Equal(("new comparisons off, banner \"New version at noon\"", "127.0.0.1"), (entry.Detail, entry.Address));

        await Assertions.Expect(reader.GetByText("New version at noon")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(reader, "banner");
        await Assertions.Expect(reader.Locator("ul.chips li.chip").First).ToBeVisibleAsync();
        await reader.Locator("#prompt").FillAsync("Explain backpressure in streaming systems.");
        await reader.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(reader.GetByText("because of maintenance")).ToBeVisibleAsync();
        await Assertions.Expect(reader.Locator("#prompt")).Not.ToHaveValueAsync("");

        await page.GetByLabel("Banner").FillAsync("");
        await page.GetByLabel("No new comparisons").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Assertions.Expect(reader.GetByText("New version at noon")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 1440, 900)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Logs_SearchedFollowedAndDownloaded_ShowWhatIsInTheFiles(ColorScheme theme, int width, int height)
    {
        var name = $"log{theme}{width}";
        var lines = new LogLines(application.Services, name);
        lines.Write("Warning", $"{name} kettle is cold", "simulated:quick", "run-of-the-test");
        lines.Write("Information", $"{name} other", "simulated:other", "run-of-another");
        lines.Write("Error", $"{name} broke", null, null, "System.InvalidOperationException: no water\n   at Kettle.Boil()");
        var page = await application.OpenAsync(LinkPath(), theme, new ViewportSize { Width = width, Height = height });
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }).ClickAsync();
        var entries = page.Locator(".log-list li");
        await Assertions.Expect(entries.First).ToBeVisibleAsync();

        await page.GetByLabel("Text").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(entries).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".log-state")).ToContainTextAsync("3 entries");
        await page.Locator(".log-list summary").ClickAsync();
        await Assertions.Expect(page.GetByText("at Kettle.Boil()")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "logs");
        await page.GetByLabel("Level").SelectOptionAsync("Warning");
        await page.GetByLabel("Model").FillAsync("QUICK");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(entries).ToHaveCountAsync(1);
        await Assertions.Expect(entries).ToContainTextAsync("kettle is cold");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var downloaded = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("kettle is cold", Assert.Single(downloaded.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "this run" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Run")).ToHaveValueAsync("run-of-the-test");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Run")).ToHaveValueAsync("");

        await page.GetByRole(AriaRole.Button, new() { Name = "Live tail" }).ClickAsync();
        await Assertions.Expect(page.Locator(".log-state")).ToContainTextAsync("Following");
        lines.Write("Warning", $"{name} boils now", null, null);
        await Assertions.Expect(entries.First).ToContainTextAsync("boils now");
        await Accessibility.AssertNothingLeftAsync(page, "tail");
    }

    private string LinkPath() => new Uri(application.Services.GetRequiredService<AdminLink>().GetOrCreate(application.Address)).PathAndQuery;

    [GeneratedRegex("^# Release checks \\d+: PASSED")]
    private static partial Regex MarkdownHead();
}
