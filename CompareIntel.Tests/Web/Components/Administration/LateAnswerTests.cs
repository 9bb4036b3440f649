using Bunit;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage;
using CompareIntel.Tests.Core.Diagnostics;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Components.Administration;
using CompareIntel.Web.Components.Administration.Trends;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CompareIntel.Tests.Web.Components.Administration;

/// <summary>What an admin page asked the database before it was turned to something else, and hears only afterwards.</summary>
public sealed class LateAnswerTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private AdminCircuit _circuit = null!;

    public async ValueTask InitializeAsync()
    {
        // The one of the two whose answers are waited for.
        _database = await TestDatabase.CreateAsync(StorageProvider.Postgres);
        _circuit = await AdminCircuit.StartAsync(_database.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _circuit.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task HistoryFigures_OfThePeriodBefore_AreNotShown()
    {
        await FillAsync();
        await using var held = await HoldAsync();
        var page = _circuit.Open<HistoryFiguresPage>("/admin/history?time=30d");
        await FrameAsync(page, timers: 2);
        _circuit.Navigation.NavigateTo("/admin/history?time=1h");
        await AsyncAssert.EventuallyAsync(() => Requests(page) == "1");

        await AnswerAsync(held, page);

        Assert.Equal("1", Requests(page));
        Assert.Equal("1 hour", page.Find("a[aria-current=true]").TextContent);
    }

    [Fact]
    public async Task WeeklyReport_OfTheWeekBefore_IsNotShown()
    {
        await FillAsync();
        await using var held = await HoldAsync();
        var page = _circuit.Open<WeeklyPage>("/admin/history/weekly", static page => page.Add(static page => page.Week, null));
        await FrameAsync(page, timers: 1);
        page.Render(static page => page.Add(static page => page.Week, "2026-W99"));

        await AnswerAsync(held, page);

        Assert.Contains("There is no week 2026-W99", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".figure-tiles"));
    }

    [Fact]
    public async Task Periods_ComparedBefore_AreNotShownBesideWhatIsWrongWithTheNext()
    {
        await FillAsync();
        var page = _circuit.Open<PeriodsPage>("/admin/history/compare");
        await AsyncAssert.EventuallyAsync(() => page.FindAll("datalist option").Count > 0);
        await using var held = await HoldAsync();
        var first = page.Find(".admin-actions button.quiet").ClickAsync();
        await page.Find("select").ChangeAsync("Releases");
        await page.Find("form").SubmitAsync();
        Assert.NotEmpty(page.FindAll("[role=alert]"));

        await AnswerAsync(held, page);
        await first.WithinTimeout();

        Assert.Empty(page.FindAll("[data-result]"));
        Assert.NotEmpty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task Run_OfAPageThatWasLeft_SetsNoTimer()
    {
        await using var stream = await EventStreamClient.CompareAsync(_circuit.Application.Client, "a");
        var id = (await stream.NextAsync())!.Text("comparison_id");
        await using var held = await HoldAsync();
        var page = _circuit.Open<RunPage>("/admin/runs/" + id, page => page.Add(static page => page.Id, id));
        await FrameAsync(page, timers: 1);
        page.Instance.Dispose();
        var before = _circuit.Time.CreatedTimers;

        await AnswerAsync(held, page);

        Assert.Equal(before, _circuit.Time.CreatedTimers);
    }

    private static string Requests(IRenderedComponent<HistoryFiguresPage> page) => page.FindAll(".figure-tiles dd") is [var all, ..] ? all.FirstChild!.TextContent.Trim() : "";

    /// <summary>A lane of a moment ago, and two of days ago.</summary>
    private async Task FillAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await MadeSamples.AddAsync(_database.Database, MadeSamples.Sample(now), MadeSamples.Sample(now.AddDays(-9)), MadeSamples.Sample(now.AddDays(-9)));
        using var hours = new LaneHours(_database.Database);
        await hours.SumAsync(long.MaxValue, Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>Lets whoever reads these tables wait.</summary>
    private async Task<Held> HoldAsync()
    {
        var context = _database.Database.CreateContext();
        var transaction = await context.Database.BeginTransactionAsync();
        await context.Database.ExecuteSqlRawAsync("LOCK TABLE lane_hours, page_timings IN ACCESS EXCLUSIVE MODE");
        return new Held(context, transaction);
    }

    /// <summary>Waits until the frame has found out that it may show the page, which renders it once more.</summary>
    private async Task FrameAsync<TPage>(IRenderedComponent<TPage> page, int timers)
        where TPage : IComponent
    {
        await _circuit.Time.WaitForCreatedTimersAsync(timers);
        await page.InvokeAsync(static () => { });
    }

    /// <summary>Lets the database answer, and waits until the page has taken that up: it renders once more then, whatever it makes of it.</summary>
    private static async Task AnswerAsync<TPage>(Held held, IRenderedComponent<TPage> page)
        where TPage : IComponent
    {
        var renders = page.RenderCount;
        await held.DisposeAsync();
        await AsyncAssert.EventuallyAsync(() => page.RenderCount > renders);
    }

    private sealed class Held(ComparisonDbContext context, IDbContextTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await context.DisposeAsync();
        }
    }
}
