using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>The one clipboard that all pages of the browser share: held by one test at a time.</summary>
internal sealed class Clipboard : IDisposable
{
    private static readonly SemaphoreSlim s_isFree = new(1, 1);

    private readonly IPage _page;

    private Clipboard(IPage page) => _page = page;

    public static async Task<Clipboard> TakeAsync(IPage page)
    {
        await s_isFree.WaitAsync(TestContext.Current.CancellationToken);
        var clipboard = new Clipboard(page);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await clipboard.EmptyAsync();
        return clipboard;
    }

    /// <summary>Waits until the text on the clipboard has <paramref name="part"/> in it and returns it.</summary>
    public async Task<string> TextWithAsync(string part)
    {
        await _page.WaitForFunctionAsync("async part => (await navigator.clipboard.readText()).includes(part)", part);
        return await _page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
    }

    public Task EmptyAsync() => _page.EvaluateAsync("() => navigator.clipboard.writeText('')");

    public void Dispose() => s_isFree.Release();
}
