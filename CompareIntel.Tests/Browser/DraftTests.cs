using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class DraftTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Typed_ThenReloaded_IsStillThere()
    {
        var page = await OpenAsync();
        await page.Locator("#prompt").FillAsync("half a thought");

        await page.ReloadAsync();

        await ExpectDraftAsync(page, "half a thought");
    }

    [Fact]
    public async Task Typed_InTwoConversations_StaysInEach()
    {
        var page = await OpenAsync();
        await Runs.SendAsync(page);
        await ExpectDraftAsync(page, "");
        await page.Locator("#prompt").FillAsync("what about this one?");

        await page.Locator("#sidebar").GetByRole(AriaRole.Link, new() { Name = "New comparison", Exact = true }).ClickAsync();
        await ExpectDraftAsync(page, "");
        await page.Locator("#prompt").FillAsync("something new");
        await page.GoBackAsync();

        await ExpectDraftAsync(page, "what about this one?");
        await page.GoForwardAsync();
        await ExpectDraftAsync(page, "something new");
    }

    [Fact]
    public async Task Sent_IsForgotten()
    {
        var page = await OpenAsync();
        await Runs.SendAsync(page);

        await page.GotoAsync("/");

        await ExpectDraftAsync(page, "");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Object.keys(localStorage).filter(key => key.startsWith('compareintel.draft')).length"));
    }

    [Fact]
    public async Task Refused_IsKept()
    {
        var page = await OpenAsync();
        var text = new string('x', 20_000);
        await page.Locator("#prompt").FillAsync(text);
        await page.Locator("#prompt").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".refusal")).ToContainTextAsync("20,000 characters");

        await page.ReloadAsync();

        await ExpectDraftAsync(page, text);
    }

    [Fact]
    public async Task TwoTabs_KeepTheirOwnText()
    {
        var one = await OpenAsync();
        await one.Locator("#prompt").FillAsync("from the first tab");
        var two = await one.Context.NewPageAsync();
        await two.GotoAsync("/");
        await ExpectDraftAsync(two, "from the first tab");
        await two.Locator("#prompt").FillAsync("from the second tab");

        await Assertions.Expect(one.Locator("#prompt")).ToHaveValueAsync("from the first tab");
        await one.ReloadAsync();
        await ExpectDraftAsync(one, "from the first tab");
        await two.ReloadAsync();
        await ExpectDraftAsync(two, "from the second tab");
    }

    [Fact]
    public async Task TwoTabs_TextThatOneHasSent_LeavesTheOtherThatOnlyShowedIt()
    {
        var one = await OpenAsync();
        await one.Locator("#prompt").FillAsync("only once");
        var two = await one.Context.NewPageAsync();
        await two.GotoAsync("/");
        await ExpectDraftAsync(two, "only once");

        await one.Locator("#prompt").PressAsync("Enter");

        await Assertions.Expect(one.Locator("article.card").First).ToBeAttachedAsync();
        await ExpectDraftAsync(two, "");
    }

    [Fact]
    public async Task TabClosed_ItsText_IsFoundByTheNextOne()
    {
        var one = await OpenAsync();
        await one.Locator("#prompt").FillAsync("closed by mistake");
        var context = one.Context;
        await one.CloseAsync();

        var two = await context.NewPageAsync();
        await two.GotoAsync("/");

        await ExpectDraftAsync(two, "closed by mistake");
    }

    [Fact]
    public async Task StorageThatIsFull_LosesNothingUnasked()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");
        await page.Locator("#prompt").FillAsync("nowhere to go");
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };

        await page.CloseAsync(new() { RunBeforeUnload = true });

        Assert.Equal("beforeunload", await asked.Task.WaitAsync(Support.AsyncAssert.Timeout, TestContext.Current.CancellationToken));
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("nowhere to go");
    }

    private static async Task ExpectDraftAsync(IPage page, string text)
    {
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync(text);
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await application.OpenAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        return page;
    }
}
