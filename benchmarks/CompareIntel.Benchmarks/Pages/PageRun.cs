using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Processes;
using CompareIntel.Benchmarks.Upstream;
using Microsoft.Playwright;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>Runs scenarios, with a page and without one.</summary>
internal sealed class PageRun(Rig rig, CountingProxy proxy, IBrowser browser, HttpClient http)
{
    private static readonly TimeProvider s_time = TimeProvider.System;
    private static readonly TimeSpan s_openingLimit = TimeSpan.FromSeconds(30);

    /// <summary>Before what counts begins, and after it has ended: for what a page or the server does a little later.</summary>
    private static readonly TimeSpan s_settleTime = TimeSpan.FromMilliseconds(700);

    private ServerProcess Server => rig.Product.Server;

    public async Task<PageFigures> MeasureAsync(PageScenario scenario, bool withoutPageToo, CancellationToken cancellationToken)
    {
        PageFigures? sum = null;
        for (var run = 0; run < scenario.Repeats; run++)
        {
            var figures = await ShowAsync(scenario, cancellationToken);
            sum = sum is null ? figures : figures with
            {
                Browser = sum.Browser + figures.Browser,
                WireBytes = sum.WireBytes + figures.WireBytes,
                ServerCpu = sum.ServerCpu + figures.ServerCpu,
                Duration = sum.Duration + figures.Duration,
                Faults = [.. sum.Faults, .. figures.Faults],
            };
        }

        return !withoutPageToo ? sum! : sum! with { ServerCpuWithoutPage = await RunWithoutPageAsync(scenario, cancellationToken) };
    }

    /// <summary>The server's CPU time for the scenario's runs when only a client of the event stream reads them.</summary>
    public async Task<TimeSpan> RunWithoutPageAsync(PageScenario scenario, CancellationToken cancellationToken)
    {
        var cpu = TimeSpan.Zero;
        for (var run = 0; run < scenario.Repeats; run++)
        {
            await rig.HoldAsync(cancellationToken);
            using var comparison = await StartedComparison.StartAsync(http, Server.Address, scenario.Models, cancellationToken);
            await Task.Delay(s_settleTime, s_time, cancellationToken);
            var before = Server.CpuTime;
            await rig.ReleaseAsync(scenario.Lanes, cancellationToken);
            if (!await comparison.ReadToEndAsync(cancellationToken))
            {
                throw new BenchmarkException($"{scenario.Name}: the comparison without a page did not complete.");
            }

            await Task.Delay(s_settleTime, s_time, cancellationToken);
            cpu += Server.CpuTime - before;
        }

        return cpu;
    }

    private async Task<PageFigures> ShowAsync(PageScenario scenario, CancellationToken cancellationToken)
    {
        await rig.HoldAsync(cancellationToken);
        await using var page = await BrowserPage.OpenAsync(browser, proxy.Address);
        using (var comparison = await StartedComparison.StartAsync(http, Server.Address, scenario.Models, cancellationToken, await page.ReadCookiesAsync()))
        {
            await page.GoToAsync(new Uri(proxy.Address, $"/c/{comparison.Id}"));
        }

        await page.WaitForCardsAsync(scenario.Lanes, s_openingLimit);
        await Task.Delay(s_settleTime, s_time, cancellationToken);
        var browserBefore = await page.ReadCountersAsync();
        var wireBefore = proxy.SocketBytes;
        var residentBefore = Server.ResidentBytes;
        var cpuBefore = Server.CpuTime;
        await rig.ReleaseAsync(scenario.Lanes, cancellationToken);
        var startedAt = s_time.GetTimestamp();
        await page.WaitForEndAsync(scenario.Lanes, s_openingLimit + (3 * scenario.ScriptedDuration));
        var duration = s_time.GetElapsedTime(startedAt);
        await Task.Delay(s_settleTime, s_time, cancellationToken);
        return new PageFigures
        {
            Scenario = scenario,
            OpeningPayloadBytes = browserBefore.PayloadBytes,
            ServerCpu = Server.CpuTime - cpuBefore,
            ServerCpuWithoutPage = null,
            WireBytes = proxy.SocketBytes - wireBefore,
            ResidentGrowth = Server.ResidentBytes - residentBefore,
            Browser = await page.ReadCountersAsync() - browserBefore,
            Duration = duration,
            Faults = await FindFaultsAsync(page, scenario),
        };
    }

    private static async Task<string[]> FindFaultsAsync(BrowserPage page, PageScenario scenario)
    {
        if (scenario.Kind == MarkdownKind.Code)
        {
            var code = await page.ReadTextsAsync(PageMarkup.Code);
            if (PageText.FaultOfCode(scenario.Texts[0].Code!, code) is { } fault)
            {
                return [fault];
            }
        }

        var shown = await page.ReadTextsAsync(PageMarkup.Answer);
        return shown.Length != scenario.Lanes
            ? [$"there are {shown.Length} of {PageMarkup.Answer}"]
            : [.. scenario.Texts.Select((text, lane) => PageText.FaultOf(text, shown[lane]) is { } fault ? $"lane {lane}: {fault}" : null).OfType<string>()];
    }
}
