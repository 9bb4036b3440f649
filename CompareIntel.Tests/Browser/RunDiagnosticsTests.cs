using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>Where a run's time went, as a real browser has measured it, and feedback from the card to the administrator.</summary>
public sealed partial class RunDiagnosticsTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const string Password = "a few plain words";

    private static readonly PageWaitForFunctionOptions s_patience = new() { Timeout = (float)AsyncAssert.Timeout.TotalMilliseconds };

    public static TheoryData<ColorScheme, int, int> Looks { get; } = new()
    {
        { ColorScheme.Light, 1440, 900 }, { ColorScheme.Dark, 390, 844 },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Run_WatchedByAPage_IsExplainedToTheScreen(ColorScheme theme, int width, int height)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var reader = await application.OpenAsync("/", theme, size);
        await Runs.SendAsync(reader);
        await Runs.EndAsync(reader);
        var id = reader.Url.Split('/')[^1];
        await application.Services.GetRequiredService<LiveComparisons>().Find(id)!.Stored.WithinTimeout();
        var page = await SignInAsync(theme, size, $"runs{theme}{width}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Runs" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = id })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("backpressure");
        await Accessibility.AssertNothingLeftAsync(page, "runs");

        await page.GetByLabel("Id or its beginning").FillAsync(id[..10]);
        await page.GetByLabel("Id or its beginning").PressAsync("Enter");
        await Assertions.Expect(page.Locator("table.runs tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = id }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Run {id}" })).ToBeVisibleAsync();
        // What the page has measured is written a moment after the end.
        await AsyncAssert.EventuallyAsync(() => application.Services.GetRequiredService<WatchTimings>().ListAsync(id).GetAwaiter().GetResult().Count == 1);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("One page watched.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".run-strip .seg.writing")).ToHaveCountAsync(3);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.run-strip race-axis i').length > 1", null, s_patience);
        var cells = await page.Locator("table.way tbody tr:first-child td").AllInnerTextsAsync();
        // In the log at, log to batch, circuit, paint, on the screen at: of the first card, which every layout shows.
        Assert.All((int[])[1, 3, 4, 5, 6], cell => Assert.Matches(Time(), cells[cell]));
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("backpressure");
        await Accessibility.AssertNothingLeftAsync(page, "run");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download the bundle" }).ClickAsync());
        Assert.Equal($"run-{id}.zip", download.SuggestedFilename);

        using var client = new HttpClient { BaseAddress = new Uri(application.Address) };
        using var answer = await client.PostAsJsonAsync("/api/v1/compare", new { input_data = "hello", models = new[] { "simulated:quick", "simulated:fault-unauthorized" } }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        await page.GetByRole(AriaRole.Link, new() { Name = "Runs" }).ClickAsync();
        await page.Locator("table.runs input").Nth(0).CheckAsync();
        await page.GetByLabel($"Compare {id}").CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Side by side" }).ClickAsync();
        await Assertions.Expect(page.Locator(".run-pair section")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".differences th[scope=rowgroup]", new() { HasTextString = "in the first only" })).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "two runs");
    }

    [Fact]
    public async Task Paints_OfARetry_AreThoseSinceItBegan()
    {
        var reader = await application.OpenAsync();
        await Runs.SendAsync(reader);
        await Runs.EndAsync(reader);
        var timings = application.Services.GetRequiredService<WatchTimings>();
        var id = reader.Url.Split('/')[^1];
        await application.Services.GetRequiredService<LiveComparisons>().Find(id)!.Stored.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => timings.ListAsync(id).GetAwaiter().GetResult().Count == 1);
        // Between the two the browser is busy, and the answers are shown in another form: neither is the retry's.
        await reader.EvaluateAsync("() => { document.querySelector('.answer').append(document.createElement('i')); }");
        await reader.EvaluateAsync("""
            () => new Promise(done => {
              new PerformanceObserver(list => list.getEntries().some(frame => frame.duration >= 1500) && done()).observe({ type: "long-animation-frame" });
              requestAnimationFrame(() => { const end = performance.now() + 1500; while (performance.now() < end); });
            })
            """);

        await reader.Locator("#lane-0 [data-action=retry]").ClickAsync();
        await Assertions.Expect(reader.Locator("race-clock[running]")).ToBeAttachedAsync();
        await Runs.EndAsync(reader);

        var retry = application.Services.GetRequiredService<LiveComparisons>().Find(id)!.Retries[0].Comparison;
        await retry.Stored.WithinTimeout();
        await AsyncAssert.EventuallyAsync(() => timings.ListAsync(retry.Id).GetAwaiter().GetResult().Count == 1);
        var first = (await timings.ListAsync(id, TestContext.Current.CancellationToken))[0];
        var second = (await timings.ListAsync(retry.Id, TestContext.Current.CancellationToken))[0];
        // One answer has fewer batches than three. Some of what is painted comes a moment after its batch, such as colours of code.
        Assert.InRange(second.Paint!.Frames.Count, 1, second.Server.Count + 10);
        Assert.InRange(first.Paint!.Frames.Count, 1, first.Server.Count + 30);
        Assert.InRange(second.Paint.Slow!.LongestMs, 0, 1_400);
        Assert.NotNull(second.Lanes[0].First!.PaintMs);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Feedback_FromACardByKeyboard_ReachesTheAdministrator(ColorScheme theme, int width, int height)
    {
        var size = new ViewportSize { Width = width, Height = height };
        var reader = await application.OpenAsync("/", theme, size);
        await Runs.SendAsync(reader);
        await Runs.EndAsync(reader);
        var id = reader.Url.Split('/')[^1];
        await application.Services.GetRequiredService<LiveComparisons>().Find(id)!.Stored.WithinTimeout();
        var good = reader.Locator("#lane-0 [data-action=thumb-up]");
        var bad = reader.Locator("#lane-0 [data-action=thumb-down]");

        await good.PressAsync("Enter");
        await Assertions.Expect(good).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(reader.Locator("[role=status]", new() { HasTextString = "Noted" })).ToBeAttachedAsync();
        await Accessibility.AssertNothingLeftAsync(reader, "thumbs");
        await good.PressAsync("Enter");
        await Assertions.Expect(good).ToHaveAttributeAsync("aria-pressed", "false");
        await bad.PressAsync("Enter");
        await Assertions.Expect(bad).ToHaveAttributeAsync("aria-pressed", "true");
        await reader.ReloadAsync();
        await Assertions.Expect(bad).ToHaveAttributeAsync("aria-pressed", "true");

        await OpenFromMenuAsync(reader, "comment");
        await Assertions.Expect(reader.GetByLabel("Comment, if you like")).ToBeFocusedAsync();
        await Assertions.Expect(reader.GetByLabel("Bad", new() { Exact = true })).ToBeCheckedAsync();
        await reader.GetByLabel("Comment, if you like").FillAsync("It forgot <b>the example</b>.");
        await Accessibility.AssertNothingLeftAsync(reader, "comment");
        await reader.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Assertions.Expect(reader.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await OpenFromMenuAsync(reader, "report");
        await reader.GetByLabel("What went wrong").FillAsync("It was slow.");
        await reader.GetByLabel("They may read the prompt").CheckAsync();
        await Accessibility.AssertNothingLeftAsync(reader, "report");
        await reader.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send" }).PressAsync("Enter");
        await Assertions.Expect(reader.GetByText("Sent, thank you")).ToBeVisibleAsync();

        var page = await SignInAsync(theme, size, $"feedback{theme}{width}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Feedback" }).ClickAsync();
        var comment = page.Locator(".feedback-list li", new() { HasTextString = id }).Filter(new() { HasTextString = "It forgot <b>the example</b>." });
        var problem = page.Locator(".feedback-list li", new() { HasTextString = id }).Filter(new() { HasTextString = "It was slow." });
        await Assertions.Expect(comment.Locator(".verdict")).ToHaveTextAsync("BAD");
        await Assertions.Expect(problem.Locator(".feedback-figures")).ToContainTextAsync("first word");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("backpressure");
        await problem.GetByRole(AriaRole.Button, new() { Name = "Read prompt and answer" }).ClickAsync();
        await Assertions.Expect(problem.Locator("pre")).ToContainTextAsync("Explain backpressure in streaming systems.");
        await Accessibility.AssertNothingLeftAsync(page, "feedback");
        await comment.GetByRole(AriaRole.Button, new() { NameRegex = Done() }).ClickAsync();
        await Assertions.Expect(comment).ToContainTextAsync($"Done by feedback{theme}{width}");
        await page.ReloadAsync();
        await Assertions.Expect(problem).ToBeVisibleAsync();
        await Assertions.Expect(comment).ToHaveCountAsync(0);
        await page.GetByLabel("Which").SelectOptionAsync("done");
        await Assertions.Expect(comment).ToBeVisibleAsync();
        await comment.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Run {id}" })).ToBeVisibleAsync();
        var audit = await application.Services.GetRequiredService<AuditLog>().ListAsync(20, TestContext.Current.CancellationToken);
        Assert.Equal(["feedback-done", "feedback-text"], audit.Where(entry => entry.Actor == $"feedback{theme}{width}" && entry.Action.StartsWith("feedback", StringComparison.Ordinal)).Select(static entry => entry.Action));
    }

    [Fact]
    public async Task ProviderOff_SwitchedByTheAdministrator_ReachesAPickerThatIsOpen()
    {
        var reader = await application.OpenAsync();
        await Assertions.Expect(reader.Locator("ul.chips li.chip").First).ToBeVisibleAsync();
        await reader.GetByRole(AriaRole.Button, new() { Name = "Add a model" }).ClickAsync();
        await Assertions.Expect(reader.Locator(".picker [role=option]").First).ToBeVisibleAsync();
        var page = await SignInAsync(ColorScheme.Light, new ViewportSize { Width = 1440, Height = 900 }, "switcher");
        await page.GetByRole(AriaRole.Link, new() { Name = "Switches" }).ClickAsync();
        await page.GetByLabel("simulated", new() { Exact = false }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Saved. It holds now.")).ToBeVisibleAsync();
        await Accessibility.AssertNothingLeftAsync(page, "switches");

        await Assertions.Expect(reader.Locator(".picker .provider-note")).ToContainTextAsync("switched off");
        await Accessibility.AssertNothingLeftAsync(reader, "picker");
        await page.GetByLabel("simulated", new() { Exact = false }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Assertions.Expect(reader.Locator(".picker .provider-note")).ToHaveCountAsync(0);
        var audit = await application.Services.GetRequiredService<AuditLog>().ListAsync(20, TestContext.Current.CancellationToken);
        Assert.Contains(audit, static entry => entry.Action == "switches" && entry.Detail.Contains("providers off: simulated", StringComparison.Ordinal));
    }

    private static async Task OpenFromMenuAsync(IPage page, string action)
    {
        await page.Locator("#lane-0 [data-action=more]").PressAsync("Enter");
        await page.Locator($"#lane-0 [data-action={action}]").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    private async Task<IPage> SignInAsync(ColorScheme theme, ViewportSize size, string name)
    {
        var link = new Uri(application.Services.GetRequiredService<AdminLink>().GetOrCreate(application.Address)).PathAndQuery;
        var page = await application.OpenAsync(link, theme, size);
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();
        return page;
    }

    [GeneratedRegex(@"^[\d.]+ m?s$")]
    private static partial Regex Time();

    [GeneratedRegex("^Done")]
    private static partial Regex Done();
}
