using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Core.Diagnostics;
using CompareIntel.Web.Administration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class HistoryFiguresTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const string Password = "a few plain words";

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    [InlineData(ColorScheme.Dark, 1440, 900)]
    [InlineData(ColorScheme.Light, 390, 844)]
    public async Task Pages_OfThePast_ShowSortCompareReportAndAreAccessible(ColorScheme theme, int width, int height)
    {
        await FillAsync();
        var page = await application.OpenAsync(new Uri(application.Services.GetRequiredService<AdminLink>().GetOrCreate(application.Address)).PathAndQuery, theme, new ViewportSize { Width = width, Height = height });
        await page.GetByLabel("Name").FillAsync($"past{theme}{width}");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Admin pages" }).GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Out of range now" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".chart svg")).ToHaveCountAsync(6);
        await page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "7 days" })).ToHaveAttributeAsync("aria-current", "true");
        var models = page.GetByRole(AriaRole.Region, new() { Name = "Models", Exact = true }).Locator("tbody tr");
        await Assertions.Expect(models).ToHaveCountAsync(4);
        await Assertions.Expect(models.First).ToContainTextAsync("quick-one");
        await Assertions.Expect(models.Filter(new() { HasTextString = "late-one" }).Locator(".verdict")).ToHaveTextAsync("SLOW");
        await page.GetByRole(AriaRole.Region, new() { Name = "Models", Exact = true }).GetByRole(AriaRole.Button, new() { Name = "p50 of the time to first token" }).ClickAsync();
        await Assertions.Expect(models.First).ToContainTextAsync("slow-one");
        await Assertions.Expect(page.Locator(".figure-tiles")).ToContainTextAsync("at least $");
        await Accessibility.AssertNothingLeftAsync(page, "history");
        await AssertNoSidewaysScrollAsync(page);

        await page.Locator(".figure-choices select").Last.SelectOptionAsync("quick-one");
        await Assertions.Expect(models).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".figure-choices select").Last).ToHaveValueAsync("quick-one");
        await Assertions.Expect(models).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "Before and after" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Last 7 days and those before" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-result]")).ToContainTextAsync("Worse, beyond chance: ");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "By model" }).Locator("tbody tr").First).ToContainTextAsync("slower, beyond chance");
        await Accessibility.AssertNothingLeftAsync(page, "periods");
        await AssertNoSidewaysScrollAsync(page);
        var selects = page.Locator(".admin-form select");
        await selects.First.SelectOptionAsync(new SelectOptionValue { Label = "two releases" });
        await selects.Nth(1).SelectOptionAsync("1.0");
        await selects.Nth(2).SelectOptionAsync("1.0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose two different releases.");
        await selects.Nth(2).SelectOptionAsync("2.0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-result]")).ToContainTextAsync("Worse, beyond chance: ");

        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly report" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Against the week before" })).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "weekly");
        await AssertNoSidewaysScrollAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Markdown" }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        Assert.StartsWith("# CompareIntel, week ", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await page.GotoAsync("/admin/history/weekly/2026-W99");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no week 2026-W99" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Anomalies" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-anomaly]").First).ToContainTextAsync("LASTS");
        await Assertions.Expect(page.Locator("[data-anomaly]").Last).ToContainTextAsync("back in range");
        await Accessibility.AssertNothingLeftAsync(page, "anomalies");
        await AssertNoSidewaysScrollAsync(page);
    }

    private static async Task AssertNoSidewaysScrollAsync(IPage page) =>
        Assert.Equal(0, await page.EvaluateAsync<int>("() => { const admin = document.querySelector('.admin'); return admin.scrollWidth - admin.clientWidth; }"));

    /// <summary>Two weeks of models: one gets slow when the second release comes, one is slow just now, and one fails at times.</summary>
    private async Task FillAsync()
    {
        var database = application.Services.GetRequiredService<ComparisonDatabase>();
        await using var context = database.CreateContext();
        if (await context.LaneSamples.AnyAsync(TestContext.Current.CancellationToken))
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        var change = LaneHours.HourOf(now).AddHours(1).AddDays(-7);
        var samples = MadeSamples.Hours(change, 24 * 7, 2, "quick-one", 300)
            .Concat(MadeSamples.Hours(LaneHours.HourOf(now), 24 * 7, 3, "quick-one", 300, "2.0"))
            .Concat(MadeSamples.Hours(change, 24 * 7, 1, "slow-one", 900))
            .Concat(MadeSamples.Hours(LaneHours.HourOf(now), 24 * 7, 1, "slow-one", 2_600, "2.0"))
            .Concat(MadeSamples.Hours(LaneHours.HourOf(now).AddHours(-1), 48, 3, "late-one", 400, "2.0"))
            .Concat(Enumerable.Range(0, 20).Select(_ => MadeSamples.Sample(now, "late-one", 5_000, release: "2.0")))
            .Concat(Enumerable.Range(0, 60).Select(index => MadeSamples.Sample(now.AddHours(-3 * index), "odd-one", failure: index % 7 == 0 ? FailureKind.RateLimited : null, provider: "other", cost: null, release: "2.0")));
        await MadeSamples.AddAsync(database, samples);
        context.Anomalies.Add(
            new StoredAnomaly { Provider = "test", Model = "odd-one", Kind = AnomalyKind.ErrorRate, BeganAt = now.AddDays(-2), EndedAt = now.AddDays(-2).AddHours(3), End = AnomalyEnd.Back, Usual = 0.01, Limit = 0.2, Value = 0.01, Worst = 0.6, Lanes = 40 });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        using var hours = new LaneHours(database);
        await hours.SumAsync(long.MaxValue, TestContext.Current.CancellationToken);
        // The program itself would do so within a minute.
        await application.Services.GetRequiredService<AnomalyWatch>().DetectAsync(TestContext.Current.CancellationToken);
    }
}
