using System.Globalization;
using System.Text.Json;
using Bunit;
using CompareIntel.Tests.Support;
using CompareIntel.Web.Administration.Logs;
using CompareIntel.Web.Components.Administration;
using Microsoft.Extensions.DependencyInjection;

namespace CompareIntel.Tests.Web.Components.Administration;

public sealed class LogsPageTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Tail_OfEntriesThatAreAlikeInEverything_ShowsEachAndGoesOn()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        Write(circuit, "again", "again");
        var page = circuit.Open<LogsPage>("/admin/logs");
        await ToggleTail(page);
        await AsyncAssert.EventuallyAsync(() => Words(page).Count == 2);

        Write(circuit, "again");
        await TickAsync(circuit, page, "again", 3);

        Assert.Equal(["again", "again", "again"], Words(page));
    }

    [Fact]
    public async Task Tail_TurnedOnAndThePageLeftAtOnce_SetsNoTimer()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        Write(circuit, "one");
        var page = circuit.Open<LogsPage>("/admin/logs");
        await AsyncAssert.EventuallyAsync(() => Words(page).Count == 1);
        var before = circuit.Time.CreatedTimers;

        var toggling = Task.CompletedTask;
        await page.InvokeAsync(() =>
        {
            toggling = ToggleTail(page);
            page.Instance.Dispose();
        });
        await toggling.WithinTimeout();

        Assert.Equal(before, circuit.Time.CreatedTimers);
        Assert.False(circuit.HasFailed);
    }

    [Fact]
    public async Task Tail_ToggledThreeTimesAtOnce_SetsOneTimer()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        Write(circuit, "one");
        var page = circuit.Open<LogsPage>("/admin/logs");
        await AsyncAssert.EventuallyAsync(() => Words(page).Count == 1);
        var before = circuit.Time.CreatedTimers;

        var toggling = Task.CompletedTask;
        await page.InvokeAsync(() => toggling = Task.WhenAll(ToggleTail(page), ToggleTail(page), ToggleTail(page)));
        await toggling.WithinTimeout();

        Assert.Equal(before + 1, circuit.Time.CreatedTimers);
        Assert.Equal("true", page.Find("button[aria-pressed]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task Tail_WhileAnotherSearchBegins_TakesNothingTwiceAndNothingOfTheOldOne()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        var page = circuit.Open<LogsPage>("/admin/logs");
        await ToggleTail(page);
        Write(circuit, "tea", "coffee");

        await page.InvokeAsync(() =>
        {
            // On the renderer's thread: the tail has begun to read when the search begins, and neither is taken up before this ends.
            circuit.Time.Advance(s_tick);
            circuit.Navigation.NavigateTo("/admin/logs?text=tea");
        });
        await AsyncAssert.EventuallyAsync(() => page.Find("input[type=search]").GetAttribute("value") == "tea");
        Write(circuit, "more coffee", "more tea");
        await TickAsync(circuit, page, "more tea", 2);

        Assert.Equal(["more tea", "tea"], Words(page));
    }

    [Fact]
    public async Task Older_AfterATailThatShowedOnlyTheNewest_GoesOnWithoutAGap()
    {
        await using var circuit = await AdminCircuit.StartAsync();
        Write(circuit, [.. Enumerable.Range(0, 300).Select(static number => $"entry {number}")]);
        var page = circuit.Open<LogsPage>("/admin/logs");
        await ToggleTail(page);
        Write(circuit, "entry 300");
        await TickAsync(circuit, page, "entry 300", 200);
        await ToggleTail(page);

        await page.Find(".log-more button").ClickAsync();

        await AsyncAssert.EventuallyAsync(() => Words(page).Count == 301);
        Assert.Equal(Enumerable.Range(0, 301).Reverse().Select(static number => $"entry {number}"), Words(page));
    }

    private static Task ToggleTail(IRenderedComponent<LogsPage> page) => page.Find("button[aria-pressed]").ClickAsync();

    /// <summary>Turns the clock until the page shows so many entries with this one first: a tick that comes while something else is read passes.</summary>
    private static Task TickAsync(AdminCircuit circuit, IRenderedComponent<LogsPage> page, string first, int count) => AsyncAssert.EventuallyAsync(() =>
    {
        circuit.Time.Advance(s_tick);
        var words = Words(page);
        return words.Count >= count && words[0] == first;
    });

    private static List<string> Words(IRenderedComponent<LogsPage> page) => [.. page.FindAll(".log-list .words").Select(static words => words.TextContent)];

    /// <summary>Adds entries of one moment to a file that is newer than any that the application writes.</summary>
    private static void Write(AdminCircuit circuit, params string[] messages)
    {
        var file = circuit.Application.Services.GetRequiredService<LogFiles>().Pattern.Replace("-.", "-29991231.", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var at = new DateTimeOffset(2026, 11, 25, 9, 8, 7, TimeSpan.Zero).ToString("O", CultureInfo.InvariantCulture);
        File.AppendAllText(file, string.Concat(messages.Select(message => JsonSerializer.Serialize(new Dictionary<string, string> { ["@t"] = at, ["@m"] = message }) + "\n")));
    }
}
