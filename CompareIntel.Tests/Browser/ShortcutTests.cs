using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class ShortcutTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const string Focused = "() => document.activeElement?.closest('article.card')?.id ?? document.activeElement?.id ?? ''";

    [Fact]
    public async Task NumbersAndNeighbours_MoveTheFocusBetweenCards()
    {
        var stage = await StageAsync(12);

        await PressAsync(stage, "3");
        Assert.Equal("lane-2", await FocusAsync(stage));
        await PressAsync(stage, "0");
        Assert.Equal("lane-9", await FocusAsync(stage));
        await PressAsync(stage, "j");
        await PressAsync(stage, "j");
        Assert.Equal("lane-11", await FocusAsync(stage));
        await PressAsync(stage, "j");
        Assert.Equal("lane-0", await FocusAsync(stage));
        await PressAsync(stage, "k");
        Assert.Equal("lane-11", await FocusAsync(stage));
        await Assertions.Expect(stage.Card(11)).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Numbers_CountTheCardsAsTheyAreSeen()
    {
        var page = await RunAsync();
        await ClickAsync(page, "#lane-0 [data-action=move-right]");
        await Assertions.Expect(page.Locator(".grid article.card").First).ToHaveAttributeAsync("id", "lane-1");
        await page.Keyboard.PressAsync("1");
        await FocusedAsync(page, 1);

        await page.Keyboard.PressAsync("h");
        await FocusedAsync(page, 0);
        await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("2");

        await FocusedAsync(page, 2);
    }

    [Theory]
    [InlineData("m", "maximise")]
    [InlineData("s", "stop")]
    [InlineData("c", "copy-markdown")]
    [InlineData("r", "raw")]
    [InlineData("x", "collapse")]
    [InlineData("h", "hide")]
    public async Task CardKeys_ActOnTheFocusedCard_ElseOnTheOneUnderThePointer_ElseOnTheFirst(string key, string action)
    {
        var stage = await StageAsync(3);

        await PressAsync(stage, key);
        await stage.Card(2).HoverAsync();
        await PressAsync(stage, key);
        await PressAsync(stage, "2");
        await PressAsync(stage, key);

        Assert.Equal([$"lane-0 {action}", $"lane-2 {action}", $"lane-1 {action}"], await PressedAsync(stage));
    }

    [Fact]
    public async Task Hide_TakesTheFocusToTheNeighbour()
    {
        var stage = await StageAsync(3);
        await PressAsync(stage, "3");

        await PressAsync(stage, "h");

        Assert.Equal("lane-1", await FocusAsync(stage));
        Assert.Equal(["lane-2 hide"], await PressedAsync(stage));
    }

    [Fact]
    public async Task Maximised_KeysReachTheOthers_AndEscapeRestores()
    {
        var page = await RunAsync();
        await page.Keyboard.PressAsync("2");
        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator("#lane-1.maximised")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("article.card:visible")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("3");
        await FocusedAsync(page, 2);
        await page.Keyboard.PressAsync("j");
        await FocusedAsync(page, 0);
        await page.Keyboard.PressAsync("k");
        await FocusedAsync(page, 2);
        await Assertions.Expect(page.Locator("#lane-2.maximised")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("article.card:visible")).ToHaveCountAsync(1);

        // What is open above the cards is closed first.
        await page.EvaluateAsync("() => { window.presses = 0; document.addEventListener('click', event => window.presses += event.target.closest('[data-action=maximise]') ? 1 : 0); }");
        await page.Locator(".layout").ClickAsync();
        await Assertions.Expect(page.Locator("#run-menu")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#run-menu")).ToBeHiddenAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("() => window.presses"));
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator("article.card:visible")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".maximised")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Maximised_CollapsedCardsArePassedOver()
    {
        var page = await RunAsync();
        await page.Keyboard.PressAsync("2");
        await page.Keyboard.PressAsync("x");
        await FocusedAsync(page, 1);
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator("#lane-0.maximised")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");

        await FocusedAsync(page, 2);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Lock_GoesFromOneKindToTheNext()
    {
        var page = await RunAsync();
        var grid = page.Locator(".grid");

        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-scroll-lock", "proportion");
        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-scroll-lock", "heading");
        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(page.Locator(".grid:not([data-scroll-lock])")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Collapse_PressedAgain_OpensTheCard()
    {
        var page = await RunAsync();
        await page.Keyboard.PressAsync("2");

        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".grid #lane-1 follow-end")).ToBeFocusedAsync();

        // It stands behind the whole cards while it is collapsed.
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("2");
        await FocusedAsync(page, 2);
        await page.Keyboard.PressAsync("3");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Tabs_OnAWidePage_AreGoneThroughInTheirOrder()
    {
        var page = await RunAsync();
        await ClickAsync(page, "[data-layout-choice=tabs]");
        await Assertions.Expect(page.Locator("article.card:visible")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("3");
        await FocusedAsync(page, 2);
        await Assertions.Expect(page.Locator(".tab").Nth(2)).ToHaveAttributeAsync("aria-current", "true");
        await page.Keyboard.PressAsync("j");
        await FocusedAsync(page, 0);
        await page.Keyboard.PressAsync("j");
        await FocusedAsync(page, 1);

        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("3");
        await FocusedAsync(page, 2);
        await Assertions.Expect(page.Locator("#lane-2")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("2");
        await Assertions.Expect(page.Locator(".shelf #lane-1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".grid #lane-1 follow-end")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".tab").Nth(1)).ToHaveAttributeAsync("aria-current", "true");

        await page.Keyboard.PressAsync("h");
        await FocusedAsync(page, 2);
        await Assertions.Expect(page.Locator(".tab")).ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData("Control+s")]
    [InlineData("Control+c")]
    [InlineData("Alt+s")]
    [InlineData("Meta+r")]
    [InlineData("Shift+s")]
    public async Task WithAModifier_TheBrowserKeepsTheKey(string key)
    {
        var stage = await StageAsync(1);
        await stage.DoAsync("document.addEventListener('keydown', event => window.isTaken = event.defaultPrevented, { capture: false })");

        await PressAsync(stage, key);

        Assert.Empty(await PressedAsync(stage));
        Assert.False(await stage.Page.EvaluateAsync<bool>("() => window.isTaken"));
    }

    [Theory]
    [InlineData("<input type=search>")]
    [InlineData("<textarea></textarea>")]
    [InlineData("<div contenteditable></div>")]
    [InlineData("<select><option>a</select>")]
    [InlineData("<div role=menu><button type=button>Item</button></div>")]
    [InlineData("<div role=dialog><button type=button>Item</button></div>")]
    public async Task WhereSomethingIsTypedOrChosen_NoKeyActs(string markup)
    {
        var stage = await StageAsync(1);
        await stage.Page.EvaluateAsync(
            "markup => { document.querySelector('#stage').insertAdjacentHTML('beforeend', markup); const added = document.querySelector('#stage').lastElementChild; (added.querySelector('button') ?? added).focus(); }",
            markup);

        foreach (var key in new[] { "s", "1", "?", "j" })
        {
            await PressAsync(stage, key);
        }

        Assert.Empty(await PressedAsync(stage));
        await Assertions.Expect(stage.Page.Locator("#shortcuts")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Prompt_AndBack()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await Assertions.Expect(page.Locator("#prompt")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");
        await page.WaitForFunctionAsync("() => document.activeElement.closest('#lane-0')");
        await page.Keyboard.PressAsync("i");

        await Assertions.Expect(page.Locator("#prompt")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Stop_ARealCard()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("3");
        await page.Keyboard.PressAsync("s");

        await Assertions.Expect(page.Locator("#lane-2 .state")).ToContainTextAsync("stopped");
        await Runs.EndAsync(page);
        await Assertions.Expect(page.Locator("#lane-0 .state")).ToContainTextAsync("done");
    }

    [Fact]
    public async Task Phone_NumberShowsTheCard_AndFocusesIt()
    {
        var page = await application.OpenAsync(size: new ViewportSize { Width = 390, Height = 844 });
        await Runs.SendAsync(page);
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("3");

        await Assertions.Expect(page.Locator("#lane-2")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.activeElement.closest('#lane-2')");
        await Assertions.Expect(page.Locator(".tab").Nth(2)).ToHaveAttributeAsync("aria-current", "true");
    }

    [Fact]
    public async Task List_OpensByKeyAndButton_AndGivesTheFocusBack()
    {
        var stage = await StageAsync(2);
        await PressAsync(stage, "2");
        var list = stage.Page.Locator("#shortcuts");

        await PressAsync(stage, "?");
        await Assertions.Expect(list).ToBeVisibleAsync();
        await Assertions.Expect(list.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToBeFocusedAsync();
        await Assertions.Expect(list.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToHaveCSSAsync("outline-style", "solid");
        // Keys of the page do nothing behind it.
        await PressAsync(stage, "s");
        Assert.Empty(await PressedAsync(stage));
        await CloseListAsync(stage);
        Assert.Equal("lane-1", await FocusAsync(stage));

        await stage.DoAsync("document.querySelector('#stage').insertAdjacentHTML('beforeend', '<button type=button data-run-action=shortcuts style=position:fixed;top:0>Keys</button>')");
        await stage.Page.Locator("[data-run-action=shortcuts]").ClickAsync();
        await Assertions.Expect(list).ToBeVisibleAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(list).ToBeHiddenAsync();
        await Assertions.Expect(stage.Page.Locator("[data-run-action=shortcuts]")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task OneTurnedOff_StaysOffAfterAReload_AndAllCanBe()
    {
        var stage = await StageAsync(2);
        await PressAsync(stage, "?");
        await stage.Page.GetByLabel("Stop its answer").UncheckAsync();
        await CloseListAsync(stage);
        await PressAsync(stage, "s");
        await PressAsync(stage, "r");
        Assert.Equal(["lane-0 raw"], await PressedAsync(stage));

        await stage.Page.ReloadAsync();
        stage = await StageAsync(stage.Page, 2);
        await PressAsync(stage, "s");
        Assert.Empty(await PressedAsync(stage));
        await PressAsync(stage, "?");
        await Assertions.Expect(stage.Page.GetByLabel("Stop its answer")).Not.ToBeCheckedAsync();
        await stage.Page.GetByLabel("All shortcuts").UncheckAsync();
        await Assertions.Expect(stage.Page.GetByLabel("Next card")).ToBeDisabledAsync();
        await CloseListAsync(stage);
        await PressAsync(stage, "r");
        await PressAsync(stage, "?");

        Assert.Empty(await PressedAsync(stage));
        await Assertions.Expect(stage.Page.Locator("#shortcuts")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"all\":1,\"off\":[1,null,{\"a\":2},\"gone\"]}")]
    public async Task BrokenSettings_AreTakenForNone(string stored)
    {
        var stage = await StageAsync(1);
        await stage.Page.EvaluateAsync("stored => localStorage.setItem('compareintel.shortcuts', stored)", stored);
        await stage.Page.ReloadAsync();
        stage = await StageAsync(stage.Page, 1);

        await PressAsync(stage, "s");

        Assert.Equal(["lane-0 stop"], await PressedAsync(stage));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    [InlineData(ColorScheme.Light, 720, 450)]
    public async Task List_FitsAndIsAccessible(ColorScheme theme, int width, int height)
    {
        var page = await application.OpenAsync(theme: theme, size: new ViewportSize { Width = width, Height = height });
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => document.activeElement.blur()");

        await page.Keyboard.PressAsync("?");

        var list = page.Locator("#shortcuts");
        await Assertions.Expect(list).ToBeVisibleAsync();
        var box = (await list.BoundingBoxAsync())!;
        Assert.InRange(box.X, 0, width - box.Width);
        Assert.InRange(box.Y, 0, height - box.Height);
        Assert.False(await list.EvaluateAsync<bool>("list => [list, list.firstElementChild].some(box => box.scrollWidth > box.clientWidth)"));
        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Where(static violation => violation.Impact is "serious" or "critical").Select(static violation => violation.Id));
    }

    // A comparison of three models, with the focus on a card.
    private async Task<IPage> RunAsync()
    {
        var page = await application.OpenAsync();
        await Runs.SendAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await FocusedAsync(page, 0);
        return page;
    }

    private static async Task FocusedAsync(IPage page, int lane) =>
        await page.WaitForFunctionAsync("id => document.activeElement?.closest('article.card')?.id === id && document.activeElement.checkVisibility()", $"lane-{lane}");

    // By script: the control may be in a menu.
    private static Task ClickAsync(IPage page, string control) => page.Locator(control).DispatchEventAsync("click");

    private static Task PressAsync(CardStage stage, string key) => stage.Page.Keyboard.PressAsync(key);

    // The browser closes a dialog a moment after the key.
    private static async Task CloseListAsync(CardStage stage)
    {
        await PressAsync(stage, "Escape");
        await Assertions.Expect(stage.Page.Locator("#shortcuts")).ToBeHiddenAsync();
    }

    private static Task<string> FocusAsync(CardStage stage) => stage.Page.EvaluateAsync<string>(Focused);

    private static Task<string[]> PressedAsync(CardStage stage) => stage.Page.EvaluateAsync<string[]>("() => window.pressed");

    private async Task<CardStage> StageAsync(int cards) => await StageAsync(await application.OpenAsync(), cards);

    private static async Task<CardStage> StageAsync(IPage page, int cards)
    {
        var stage = await CardStage.OpenAsync(page, cards);
        await stage.DoAsync(
            """
            window.pressed = [];
            for (const foot of document.querySelectorAll("#stage .foot")) {
              for (const action of ["raw", "copy-markdown", "maximise", "hide", "collapse", "stop"]) {
                foot.insertAdjacentHTML("beforeend", `<button type="button" data-action="${action}">${action}</button>`);
              }
            }

            document.querySelector("#stage").addEventListener("click", event => {
              const { action, runAction } = event.target.dataset;
              if (action) {
                window.pressed.push(`${event.target.closest(".card").id} ${action}`);
              } else if (runAction && runAction !== "shortcuts") {
                window.pressed.push(runAction);
              }
            });
            """);
        return stage;
    }
}
