using CompareIntel.Benchmarks.Processes;
using Microsoft.Playwright;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>Measures what one open page costs the server, the network and the browser, with answers of each kind and of two lengths.</summary>
internal static class PageCommand
{
    /// <summary>Upstream's pace for its listed models, which are not asked here.</summary>
    private const int UnusedPace = 1;

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = PageOptions.Parse(arguments);
        await using var rig = await Rig.StartAsync(new RigOptions(UnusedPace, UnusedPace, options.WebDll, WithFloor: false), cancellationToken);
        await using var proxy = new CountingProxy(rig.Product.Server.Address);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        // Without cookies of its own: each comparison is started for the browser that will show it.
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var runs = new PageRun(rig, proxy, browser, http);
        foreach (var scenario in options.WarmUp())
        {
            await runs.MeasureAsync(scenario, withoutPageToo: true, cancellationToken);
        }

        await output.WriteLineAsync(PageReport.Header);
        var lanes = await MeasureAsync(options.NineLanes, withoutPageToo: true);
        var bars = PageReport.LaneBars(lanes).ToList();
        foreach (var kind in options.Kinds)
        {
            var shorter = await MeasureAsync(options.Short(kind), withoutPageToo: false);
            var longer = await MeasureAsync(options.Long(kind), withoutPageToo: true);
            bars.AddRange(PageReport.LongBars(longer, shorter));
        }

        await output.WriteLineAsync();
        foreach (var bar in bars)
        {
            await output.WriteLineAsync(bar.ToString());
        }

        return bars.TrueForAll(static bar => bar.IsReached) ? 0 : 1;

        async Task<PageFigures> MeasureAsync(PageScenario scenario, bool withoutPageToo)
        {
            var figures = await runs.MeasureAsync(scenario, withoutPageToo, cancellationToken);
            await output.WriteLineAsync(PageReport.Line(figures));
            foreach (var fault in figures.Faults)
            {
                await error.WriteLineAsync($"{scenario.Name}: {fault}");
            }

            return figures;
        }
    }
}
