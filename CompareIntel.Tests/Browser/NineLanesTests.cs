using System.Globalization;
using System.Text.RegularExpressions;
using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>Whatever happens in the middle of a run of nine lanes, its pages end with all of its text.</summary>
public sealed partial class NineLanesTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>, IDisposable
{
    private const int Lanes = 9;

    private const string StartScript =
        """
        async () => {
          const models = ["quick", "thinker", "thorough", "bursty", "sprinter", "quick", "thinker", "thorough", "bursty"];
          const answer = await fetch("/compare-stream", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ input_data: "Explain backpressure in streaming systems.", models }),
          });
          const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
          for (let text = ""; ;) {
            const { value, done } = await reader.read();
            if (done) throw new Error(`It did not start: ${answer.status} ${text}`);
            text += value;
            const id = text.match(/"comparison_id":\s*"([a-z0-9]+)"/)?.[1];
            if (id) return id;
          }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _address = ServerProcess.FreeAddress();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReloadedWithASecondTabAndASecondDevice_AllEndWithAllText()
    {
        await using var server = await StartAsync();
        var (page, id) = await RunToTheMiddleAsync();

        await page.ReloadAsync();
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync($"/c/{id}");
        var device = await (await browser.NewContextAsync(_address, size: new ViewportSize { Width = 390, Height = 844 }, owner: page)).NewPageAsync();
        await device.GotoAsync($"/c/{id}");
        IPage[] pages = [page, tab, device];
        Assert.Contains(await LanesAsync(page, id), static lane => lane.State == "streaming");
        await Task.WhenAll(pages.Select(Runs.EndAsync));

        foreach (var open in pages)
        {
            await ExpectAllTextAsync(open, id);
        }

        Assert.All(await LanesAsync(page, id), static lane => Assert.Equal("finished", lane.State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerKilledOrRestarted_ThePageComesBackByItselfWithAllText(bool isKilled)
    {
        IPage page;
        string id;
        Lane[] before;
        await using (var server = await StartAsync())
        {
            (page, id) = await RunToTheMiddleAsync();
            before = await LanesAsync(page, id);
            // Several batches later what was there before is stored for long.
            await page.WaitForFunctionAsync("() => { const shown = document.querySelector('#lane-2 [data-raw]').textContent.length; return shown > (window.before ??= shown) + 400; }");
            await (isKilled ? server.KillAsync() : server.TerminateAsync());
        }

        await using var next = await StartAsync();

        await Assertions.Expect(page.Locator("body:not([data-connection])")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{_address}/c/{id}");
        await Runs.EndAsync(page);
        await ExpectAllTextAsync(page, id);
        var after = await LanesAsync(page, id);
        Assert.All(before.Zip(after), static lane => Assert.StartsWith(lane.First.Text, lane.Second.Text, StringComparison.Ordinal));
        Assert.Contains(after, static lane => lane.State == "interrupted");
        Assert.All(before.Zip(after).Where(static lane => lane.First.State == "finished"), static lane => Assert.Equal(lane.First, lane.Second));
    }

    private static async Task<Lane[]> LanesAsync(IPage page, string id)
    {
        var answer = await page.APIRequest.GetAsync($"/api/v1/comparisons/{id}");
        Assert.Equal(200, answer.Status);
        var lanes = (await answer.JsonAsync())!.Value.GetProperty("lanes");
        Assert.Equal(Lanes, lanes.GetArrayLength());
        return [.. lanes.EnumerateArray().Select(static lane => new Lane(lane.GetProperty("text").GetString()!, lane.GetProperty("state").GetString()!))];
    }

    /// <summary>The page shows each lane's text to its last word.</summary>
    private static async Task ExpectAllTextAsync(IPage page, string id)
    {
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(Lanes);
        var lanes = await LanesAsync(page, id);
        Assert.All(lanes, static lane => Assert.InRange(lane.Text.Length, 30, int.MaxValue));
        for (var lane = 0; lane < Lanes; lane++)
        {
            // Marks and addresses of links are not shown, and blocks of code have a head of their own: the last words tell whether all is there.
            var answer = await page.APIRequest.GetAsync($"/api/v1/comparisons/{id}/lanes/{lane.ToString(CultureInfo.InvariantCulture)}/text?format=text");
            var words = WordsOf(Address().Replace(await answer.TextAsync(), ""));
            Assert.EndsWith(words[^Math.Min(words.Length, 20)..], WordsOf(await page.Locator($"#lane-{lane.ToString(CultureInfo.InvariantCulture)} [data-raw]").TextContentAsync() ?? ""), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"https?://[^\s)]*")]
    private static partial Regex Address();

    private static string WordsOf(string text) => string.Concat(text.Where(char.IsLetter));

    private async Task<(IPage Page, string Id)> RunToTheMiddleAsync()
    {
        var page = await (await browser.NewContextAsync(_address)).NewPageAsync();
        await page.GotoAsync("/");
        var id = await page.EvaluateAsync<string>(StartScript);
        await page.GotoAsync($"/c/{id}");
        await page.WaitForFunctionAsync("lanes => [...document.querySelectorAll('article.card [data-raw]')].filter(answer => answer.textContent.length > 40).length === lanes", Lanes);
        return (page, id);
    }

    private async Task<ServerProcess> StartAsync()
    {
        var server = ServerProcess.Start([$"--DataDirectory={_folder.PathOf("data")}", $"--urls={_address}", "--Comparisons:ShutdownGrace=00:00:00.2", "--Providers:simulated:Kind=Simulated", "--Providers:simulated:Speed=0.3"]);
        await server.ReadyAsync();
        return server;
    }

    private sealed record Lane(string Text, string State);
}
