using System.Text.Json;
using Microsoft.Playwright;

namespace CompareIntel.Benchmarks.Pages;

/// <summary>One page of a browser that remembers nothing, watched from the outside.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private const int OpcodeText = 1;
    private const float PollingMilliseconds = 250;

    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly ICDPSession _session;
    private long _messages;
    private long _payloadBytes;

    private BrowserPage(IBrowserContext context, IPage page, ICDPSession session)
    {
        _context = context;
        _page = page;
        _session = session;
        session.Event("Network.webSocketFrameReceived").OnEvent += Count;
    }

    /// <summary>Opens an empty page of a browser that the server knows by its cookie.</summary>
    public static async Task<BrowserPage> OpenAsync(IBrowser browser, Uri server)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        var opened = new BrowserPage(context, page, session);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Performance.enable");
        // As a page is asked for, which brings the cookie.
        await using var answer = await context.APIRequest.GetAsync(server.ToString(), new APIRequestContextOptions { Headers = new Dictionary<string, string> { ["Accept"] = "text/html" } });
        return opened;
    }

    public Task GoToAsync(Uri address) => _page.GotoAsync(address.ToString());

    /// <summary>The cookies as a request's header has them: who starts a comparison with them owns it together with this browser, which else may not open it.</summary>
    public async Task<string> ReadCookiesAsync() =>
        string.Join("; ", (await _context.CookiesAsync()).Select(static cookie => $"{cookie.Name}={cookie.Value}"));

    public Task WaitForCardsAsync(int count, TimeSpan limit) => WaitForAsync(PageMarkup.Card, count, limit);

    public Task WaitForEndAsync(int count, TimeSpan limit) => WaitForAsync(PageMarkup.DoneCard, count, limit);

    /// <summary>The text of each element in document order, as it is in the document whether it is in sight or not.</summary>
    public Task<string[]> ReadTextsAsync(string selector) =>
        _page.EvaluateAsync<string[]>("selector => Array.from(document.querySelectorAll(selector), element => element.textContent)", selector);

    public async Task<BrowserCounters> ReadCountersAsync()
    {
        var answer = await _session.SendAsync("Performance.getMetrics")
            ?? throw new BenchmarkException("The browser does not tell its metrics.");
        var metrics = answer.GetProperty("metrics").EnumerateArray().ToDictionary(
            static metric => metric.GetProperty("name").GetString()!,
            static metric => metric.GetProperty("value").GetDouble());
        return new BrowserCounters(
            Interlocked.Read(ref _messages),
            Interlocked.Read(ref _payloadBytes),
            metrics["TaskDuration"],
            metrics["ScriptDuration"],
            metrics["LayoutDuration"],
            metrics["RecalcStyleDuration"]);
    }

    public async ValueTask DisposeAsync()
    {
        // Leaving the page tells the server, which would keep what belongs to it for minutes otherwise.
        await _page.GotoAsync("about:blank");
        await _context.DisposeAsync();
    }

    private async Task WaitForAsync(string selector, int count, TimeSpan limit)
    {
        try
        {
            await _page.WaitForFunctionAsync(
                "([selector, count]) => document.querySelectorAll(selector).length === count",
                new object[] { selector, count },
                new PageWaitForFunctionOptions { PollingInterval = PollingMilliseconds, Timeout = (float)limit.TotalMilliseconds });
        }
        catch (TimeoutException)
        {
            var body = await _page.InnerTextAsync("body");
            throw new BenchmarkException($"There are no {count} elements {selector} after {limit}. The page begins with:\n{body[..Math.Min(body.Length, 1_000)]}");
        }
    }

    private void Count(object? sender, JsonElement? item)
    {
        if (item is not { } data)
        {
            return;
        }

        var response = data.GetProperty("response");
        var payload = response.GetProperty("payloadData").GetString()!;
        var bytes = response.GetProperty("opcode").GetInt32() == OpcodeText
            ? payload.Length
            : (payload.Length / 4 * 3) - payload.AsSpan().Count('=');
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _payloadBytes, bytes);
    }
}
