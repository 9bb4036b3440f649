using System.IO.Compression;
using System.Text.RegularExpressions;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.History;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class HistoryTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Search_WhileTyping_MarksHitsAndStaysInTheAddress(ColorScheme theme, int width, int height)
    {
        var page = await OpenAsync(theme, width, height, 3);
        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(3);
        await Accessibility.AssertNothingLeftAsync(page, "list");

        await page.Locator("#history-search").PressSequentiallyAsync("needle 1");

        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("mark")).ToHaveTextAsync(["1", "needle", "1"]);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/history\?q=needle%201$"));
        await Accessibility.AssertNothingLeftAsync(page, "hits");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#history-search")).ToHaveValueAsync("needle 1");
        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(1);

        await page.Locator("#history-search").FillAsync("nowhere");
        await Assertions.Expect(page.GetByText("Nothing found", new() { Exact = true }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show everything" }).ClickAsync();
        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(3);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task ExportAll_Downloaded_HoldsAllAndImportsIntoAnotherBrowser(ColorScheme theme, int width, int height)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var own = await application.OpenAsync("/", theme, size);
        await Runs.SendAsync(own);
        await Runs.EndAsync(own);
        await own.GotoAsync("/history");
        await Assertions.Expect(own.Locator(".entry .state[data-state=running]")).ToHaveCountAsync(0);
        await Assertions.Expect(own.Locator(".entry")).ToHaveCountAsync(1);
        await own.GetByRole(AriaRole.Button, new() { Name = "Export all" }).PressAsync("Enter");
        await Assertions.Expect(own.GetByText("1 comparison ready", new() { Exact = true })).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(own, "ready");
        var download = await own.RunAndWaitForDownloadAsync(() => own.Locator("#export-file").ClickAsync());
        using var folder = new TemporaryFolder();
        await ZipFile.ExtractToDirectoryAsync(await download.PathAsync(), folder.Path);
        var json = Assert.Single(Directory.GetFiles(folder.Path, "*.json"));
        var broken = folder.PathOf("broken.json");
        await File.WriteAllTextAsync(broken, "{}");

        var other = await application.OpenAsync("/history", theme, size);
        await Assertions.Expect(other.GetByText("Nothing here yet")).ToBeVisibleAsync();
        await other.Locator("import-files input").SetInputFilesAsync([json, broken]);

        await Assertions.Expect(other.Locator("#import-report")).ToContainTextAsync("1 imported.");
        await Assertions.Expect(other.Locator("#import-report")).ToContainTextAsync("broken.json: ");
        await Assertions.Expect(other.Locator(".entry")).ToHaveCountAsync(1);
        await Accessibility.AssertNothingLeftAsync(other, "imported");
        await other.Locator(".entry .title").ClickAsync();
        await Assertions.Expect(other.Locator("article.card[data-state=done]").First).ToBeAttachedAsync();
    }

    [Fact]
    public async Task Entry_RenamedTaggedStarredAndDeleted_ShowsItHereAndInTheSidebar()
    {
        var page = await OpenAsync(ColorScheme.Light, 1440, 900, 2);
        var entry = page.Locator(".entry").First;

        await page.GetByRole(AriaRole.Button, new() { Name = "More for Question 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Title")).ToBeFocusedAsync();
        await page.GetByLabel("Title").FillAsync("Another name");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(entry.Locator(".title")).ToHaveTextAsync("Another name");
        await Assertions.Expect(page.Locator(".sidebar .recent")).ToContainTextAsync("Another name");

        await entry.GetByRole(AriaRole.Button, new() { Name = "Star Another name" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sidebar #recent-starred")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "More for Another name" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tags" }).ClickAsync();
        await page.GetByLabel("Tags, separated by commas").FillAsync("Work, play");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(entry.Locator(".tag")).ToHaveTextAsync(["play", "work"]);
        await entry.Locator(".tag").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(2);

        await entry.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all" }).ClickAsync();
        await Accessibility.AssertNothingLeftAsync(page, "selected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing here yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".sidebar .recent li")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task List_ScrolledToItsEnd_GoesOnByItself()
    {
        var page = await OpenAsync(ColorScheme.Light, 1440, 900, 90);
        await Assertions.Expect(page.Locator(".entry").First).ToBeVisibleAsync();

        await page.Locator(".history").EvaluateAsync("list => { const down = () => { list.scrollTop = list.scrollHeight; requestAnimationFrame(down); }; down(); }");

        await Assertions.Expect(page.Locator(".entry")).ToHaveCountAsync(90);
        await Assertions.Expect(page.Locator("load-more")).ToHaveCountAsync(0);
    }

    /// <summary>The history of a browser that has so many comparisons.</summary>
    private async Task<IPage> OpenAsync(ColorScheme theme, int width, int height, int comparisons)
    {
        var page = await application.OpenAsync("/", theme, new ViewportSize { Width = width, Height = height });
        await Runs.SendAsync(page);
        var id = new Uri(page.Url).Segments[^1];
        var owner = application.Services.GetRequiredService<LiveComparisons>().Find(id)!.Origin.OwnerId!;
        // What is listed is what the test adds.
        Assert.Equal(204, (await page.APIRequest.DeleteAsync($"/api/v1/comparisons/{id}")).Status);
        await using (var context = application.Services.GetRequiredService<ComparisonDatabase>().CreateContext())
        {
            for (var number = 0; number < comparisons; number++)
            {
                var row = new StoredComparison
                {
                    Id = $"{Guid.NewGuid():N}",
                    OwnerId = owner,
                    ConversationId = "",
                    Prompt = $"Question {number}",
                    Title = $"Question {number}",
                    State = ComparisonState.Completed,
                    CreatedAt = TimeProvider.System.GetUtcNow().AddDays(number - comparisons),
                };
                row.ConversationId = row.Id;
                row.Lanes.Add(new StoredLane { Model = "simulated:quick", State = LaneState.Finished });
                context.Comparisons.Add(row);
                await context.SaveChangesAsync();
                SearchIndex.IndexText(context, row.Number, row.Prompt, [$"An answer with a <b>needle</b> {number}"]);
            }
        }

        await page.GotoAsync("/history");
        return page;
    }
}
