using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class PhoneTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    [Fact]
    public async Task Swipe_GoesToTheNeighbour_AndBack()
    {
        var page = await OpenAsync();

        await SwipeAsync(page, 300, 120);
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Thinker");
        await SwipeAsync(page, 300, 120);
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Thorough");
        // There is none behind the last one.
        await SwipeAsync(page, 300, 120);
        await SwipeAsync(page, 120, 300);
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Thinker");
        await Assertions.Expect(page.Locator(".tab").Nth(1)).ToHaveAttributeAsync("aria-current", "true");

        // Or a real finger would take the browser to the page before; the ones of tests don't.
        Assert.Equal("pan-y pinch-zoom", await page.Locator(".card:visible .body").EvaluateAsync<string>("body => getComputedStyle(body).touchAction"));
    }

    [Fact]
    public async Task Swipe_PassesOverCollapsedCards()
    {
        var page = await OpenAsync();
        await page.Locator("#lane-1 [data-action=collapse]").DispatchEventAsync("click");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeVisibleAsync();

        await SwipeAsync(page, 300, 120);
        await Assertions.Expect(page.Locator(".grid .card:visible h2")).ToHaveTextAsync("Thorough");
        await SwipeAsync(page, 120, 300);

        await Assertions.Expect(page.Locator(".grid .card:visible h2")).ToHaveTextAsync("Quick");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Number_CountsTheTabs_AlsoOfCollapsedCards()
    {
        var page = await OpenAsync();
        await page.Locator("#lane-0 [data-action=collapse]").DispatchEventAsync("click");
        await Assertions.Expect(page.Locator(".shelf #lane-0")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("3");

        await Assertions.Expect(page.Locator(".grid .card:visible h2")).ToHaveTextAsync("Thorough");
        await Assertions.Expect(page.Locator(".tab").Nth(2)).ToHaveAttributeAsync("aria-current", "true");
    }

    [Fact]
    public async Task Swipe_FollowsTheFingerAShortWay_AndSnapsBack()
    {
        var page = await OpenAsync();
        await using var touch = await Finger.OnAsync(page);

        await touch.DownAsync(300, 500);
        await touch.MoveAsync(280, 500);
        await touch.MoveAsync(262, 500);
        await page.WaitForFunctionAsync("() => parseFloat(document.querySelector('.card.active').style.translate) < -10");
        await touch.MoveAsync(290, 500);
        await touch.MoveAsync(299, 500);
        await touch.UpAsync();

        await page.WaitForFunctionAsync("() => document.querySelector('.card.active').style.translate === ''");
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Quick");
    }

    [Fact]
    public async Task Swipe_WithReducedMotion_MovesNothingButChangesTheCard()
    {
        var page = await OpenAsync();
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(
            """
            () => {
              window.moved = [];
              new MutationObserver(changes => window.moved.push(...changes.map(change => change.target.style.translate)))
                .observe(document.querySelector(".grid"), { attributeFilter: ["style"], subtree: true });
            }
            """);

        await SwipeAsync(page, 300, 120);

        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Thinker");
        Assert.DoesNotContain(await page.EvaluateAsync<string[]>("() => window.moved"), static translate => translate.Length > 0);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.querySelector('.card.active').getAnimations().length"));
    }

    [Theory]
    // From the right edge, where the browser's own gesture begins.
    [InlineData(384, 120, 500, 500)]
    // A finger that goes down more than it goes aside.
    [InlineData(300, 220, 400, 640)]
    public async Task Swipe_ThatIsNone_ChangesNothing(int fromX, int toX, int fromY, int toY)
    {
        var page = await OpenAsync();

        await SwipeAsync(page, fromX, toX, fromY, toY);
        await SwipeAsync(page, 300, 120);

        // Had the first one counted as well, this would be the card after it.
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Thinker");
    }

    [Fact]
    public async Task Swipe_OverWideCode_ScrollsTheCodeOnly()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync(
            "() => document.querySelector('.card.active .answer').insertAdjacentHTML('beforebegin', `<pre class='wide' style='overflow-x:auto'>${'wide '.repeat(200)}\n\n\n</pre>`)");
        await page.Locator(".card.active .wide").ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator(".card.active .wide").BoundingBoxAsync())!;

        await SwipeAsync(page, 300, 120, (int)box.Y + 20, (int)box.Y + 20);

        await page.WaitForFunctionAsync("() => document.querySelector('.wide').scrollLeft > 50");
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Quick");
    }

    [Fact]
    public async Task Swipe_OverTheText_StillScrollsItUpAndDown()
    {
        var page = await OpenAsync();
        await page.Locator(".tab", new() { HasText = "Thorough" }).ClickAsync();
        await Assertions.Expect(Shown(page)).ToHaveTextAsync("Thorough");
        var top = await page.EvaluateAsync<double>("() => document.querySelector('.card.active follow-end').scrollTop");
        Assert.True(top > 100);

        await SwipeAsync(page, 200, 205, 400, 600);

        await page.WaitForFunctionAsync("top => document.querySelector('.card.active follow-end').scrollTop < top - 50", top);
    }

    [Fact]
    public async Task Tabs_WhenOneIsChosenElsewhere_ScrollToItAndLeaveThePage()
    {
        var page = await OpenAsync();
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.AddStyleTagAsync(new() { Content = ".tab { min-width: 240px !important }" });
        await Assertions.Expect(page.Locator(".tab").Nth(2)).Not.ToBeInViewportAsync();

        await page.Keyboard.PressAsync("3");

        await Assertions.Expect(page.Locator(".tab").Nth(2)).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Equal(0, await page.EvaluateAsync<double>("() => scrollY + document.querySelector('#main').scrollTop"));
    }

    [Fact]
    public async Task Tabs_SayTheStateToWhoDoesNotSeeIt()
    {
        var page = await OpenAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Answers" })).ToMatchAriaSnapshotAsync(
            """
            - navigation "Answers":
              - button /Quick.*, done/
              - button /Thinker.*, done/
              - button /Thorough.*, done/
            """);
    }

    private static ILocator Shown(IPage page) => page.Locator(".card:visible h2");

    private static async Task SwipeAsync(IPage page, int fromX, int toX, int fromY = 500, int? toY = null)
    {
        var endY = toY ?? fromY;
        await using var touch = await Finger.OnAsync(page);
        await touch.DownAsync(fromX, fromY);
        const int Steps = 8;
        for (var step = 1; step <= Steps; step++)
        {
            await touch.MoveAsync(fromX + ((toX - fromX) * step / Steps), fromY + ((endY - fromY) * step / Steps));
        }

        await touch.UpAsync();
    }

    // An ended comparison: nothing moves but what a finger moves.
    private async Task<IPage> OpenAsync()
    {
        var page = await application.OpenAsync(size: new ViewportSize { Width = 390, Height = 844 });
        await Runs.SendAsync(page);
        await Runs.EndAsync(page);
        await page.EvaluateAsync("() => document.activeElement.blur()");
        return page;
    }

    private sealed class Finger(ICDPSession session) : IAsyncDisposable
    {
        public static async Task<Finger> OnAsync(IPage page)
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            await session.SendAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = true });
            return new Finger(session);
        }

        public Task DownAsync(int x, int y) => SendAsync("touchStart", new { x, y });

        public Task MoveAsync(int x, int y) => SendAsync("touchMove", new { x, y });

        public Task UpAsync() => SendAsync("touchEnd");

        public async ValueTask DisposeAsync() => await session.DetachAsync();

        private async Task SendAsync(string type, params object[] points) =>
            await session.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points });
    }
}
