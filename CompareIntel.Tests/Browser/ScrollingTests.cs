using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

public sealed class ScrollingTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const double Slack = 1.5;
    private const string Formulas = "${'<p><tex-math display>x_1^2</tex-math></p>'.repeat(6)}";

    [Fact]
    public async Task Growing_FollowsUntilTheReaderScrollsUp_AndAgainFromTheEnd()
    {
        var stage = await CardStage.OpenAsync(application, 3);
        await stage.DoAsync("for (const lane of [0, 1, 2]) stage.grow(lane, 30)");
        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
        Assert.True(await stage.TopAsync(0) > 0);

        await stage.WheelAsync(0, -300);
        var top = await stage.TopAsync(0);
        await stage.DoAsync("for (const lane of [0, 1, 2]) stage.grow(lane, 5)");

        Assert.Equal(top, await stage.TopAsync(0));
        Assert.InRange(await stage.RestAsync(1), -Slack, Slack);
        await Assertions.Expect(stage.Card(0)).ToHaveAttributeAsync("data-behind", "");
        Assert.Equal(1, await stage.Page.Locator("#stage [data-behind]").CountAsync());

        await stage.WheelAsync(0, 5000);
        await stage.DoAsync("stage.grow(0, 5)");

        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
        Assert.Equal(0, await stage.Page.Locator("#stage [data-behind]").CountAsync());
    }

    [Fact]
    public async Task Latest_JumpsToTheEnd_AndKeepsTheFocusInTheCard()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30)");
        await stage.DoAsync("stage.text(0).scrollTop = 100");
        await stage.DoAsync("stage.grow(0, 5)");
        await Assertions.Expect(stage.Card(0)).ToHaveAttributeAsync("data-behind", "");

        await stage.Card(0).Locator("[data-latest]").FocusAsync();
        await stage.Page.Keyboard.PressAsync("Enter");
        await stage.DoAsync("stage.grow(0, 5)");

        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
        await Assertions.Expect(stage.Card(0).Locator("follow-end")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Formulas_TypesetAtTheEnd_AreFollowed_ButNotUnderAPressedPointer()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        Assert.SkipUnless(await stage.Page.EvaluateAsync<bool>("async () => (await fetch('/lib/katex/katex.mjs')).ok"), "KaTeX was not fetched when this was built.");
        await stage.DoAsync("stage.grow(0, 30)");

        await stage.DoAsync($"stage.write(0, `{Formulas}`)");
        await Assertions.Expect(stage.Card(0).Locator("tex-math[data-typeset]")).ToHaveCountAsync(6);
        // A formula's height changes once more when its fonts come.
        await stage.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await stage.DoAsync("");
        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);

        await stage.Card(0).Locator("follow-end").HoverAsync();
        await stage.Page.Mouse.DownAsync();
        var top = await stage.TopAsync(0);
        await stage.DoAsync($"stage.write(0, `{Formulas}`)");
        await Assertions.Expect(stage.Card(0).Locator("tex-math[data-typeset]")).ToHaveCountAsync(12);
        await stage.DoAsync("");
        Assert.Equal(top, await stage.TopAsync(0));

        await stage.Page.Mouse.UpAsync();
        await stage.DoAsync("");
        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
    }

    [Theory]
    [InlineData("stage.text(0).scrollTop -= 3", "a finger or a scroll bar")]
    [InlineData("stage.text(0).querySelector('p').scrollIntoView()", "finding in the page, the focus, or a link")]
    public async Task AnyScrollUp_LetsGoOfTheEnd(string script, string why)
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30)");

        await stage.DoAsync(script);
        var top = await stage.TopAsync(0);
        await stage.DoAsync("stage.grow(0, 5)");

        Assert.True(top == await stage.TopAsync(0), why);
        await Assertions.Expect(stage.Card(0)).ToHaveAttributeAsync("data-behind", "");
    }

    [Theory]
    [InlineData("PageUp")]
    [InlineData("Home")]
    [InlineData("ArrowUp")]
    public async Task KeyUp_WhileItGrows_LetsGoOfTheEnd(string key)
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30)");
        await stage.Card(0).Locator("follow-end").FocusAsync();
        await stage.DoAsync("window.growing = setInterval(() => stage.grow(0, 1), 30)");

        await stage.Page.Keyboard.PressAsync(key);

        await Assertions.Expect(stage.Card(0)).ToHaveAttributeAsync("data-behind", "");
        await stage.DoAsync("clearInterval(window.growing)");
        Assert.True(await stage.RestAsync(0) > 30);
    }

    [Fact]
    public async Task PointerDown_HoldsTheTextStill_UntilItIsLetGo()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30)");
        var top = await stage.TopAsync(0);
        await stage.Card(0).Locator("follow-end").HoverAsync();

        await stage.Page.Mouse.DownAsync();
        await stage.DoAsync("stage.grow(0, 5)");
        Assert.Equal(top, await stage.TopAsync(0));

        await stage.Page.Mouse.UpAsync();
        await stage.DoAsync("stage.grow(0, 1)");
        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
    }

    [Fact]
    public async Task ScrollingCodeSideways_StaysAtTheEnd()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30); stage.write(0, `<pre style='overflow-x:auto'>${'wide '.repeat(200)}</pre>`)");
        var code = stage.Card(0).Locator("pre");
        await code.HoverAsync();

        await stage.Page.Mouse.WheelAsync(300, 0);
        await stage.Page.WaitForFunctionAsync("() => stage.text(0).querySelector('pre').scrollLeft > 100");
        await stage.DoAsync("stage.grow(0, 5)");

        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
    }

    [Fact]
    public async Task ReplacedBlocks_AboveAndAtTheReader_LeaveThePlace()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30); stage.text(0).removeAttribute('following')");
        await stage.DoAsync("stage.text(0).scrollTop = 410");
        var place = await stage.PlaceAsync(0, "word11 ");

        await stage.DoAsync("stage.text(0).querySelectorAll('p')[2].outerHTML = stage.block('taller', 170)");
        Assert.Equal(place, await stage.PlaceAsync(0, "word11 "), 1.0);

        // The end of an answer may put in all of it anew.
        await stage.DoAsync("const answer = stage.text(0).querySelector('.answer'); answer.innerHTML = stage.block('first', 90) + answer.innerHTML");
        Assert.Equal(place, await stage.PlaceAsync(0, "word11 "), 1.0);

        await stage.DoAsync("stage.text(0).querySelector('p').remove()");
        Assert.Equal(place, await stage.PlaceAsync(0, "word11 "), 1.0);
    }

    [Fact]
    public async Task ScrollAndReplacement_InOneFrame_AreBothKept()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.grow(0, 30)");
        await stage.DoAsync("stage.text(0).scrollTop = 410");
        var place = await stage.PlaceAsync(0, "word11 ");

        await stage.DoAsync("stage.text(0).scrollTop = 450; stage.text(0).querySelector('p').style.height = '140px'");

        Assert.Equal(place - 40, await stage.PlaceAsync(0, "word11 "), 1.0);
    }

    [Fact]
    public async Task End_WithMoreInTheFootAfterIt_StaysAtTheEndUntilTheReadersNextStep()
    {
        var stage = await CardStage.OpenAsync(application, 2);
        await stage.DoAsync("stage.grow(0, 30); stage.grow(1, 30)");
        await stage.DoAsync("stage.text(1).scrollTop = 200");

        await stage.DoAsync("stage.text(0).removeAttribute('following'); stage.text(1).removeAttribute('following')");
        await stage.DoAsync("for (const foot of document.querySelectorAll('#stage .foot')) foot.style.height = '90px'");
        await stage.DoAsync("stage.grow(0, 1); stage.grow(1, 1)");
        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
        Assert.Equal(200, await stage.TopAsync(1));

        // From now on the reader's place counts.
        await stage.Card(0).Locator("follow-end").ClickAsync();
        var top = await stage.TopAsync(0);
        await stage.DoAsync("stage.grow(0, 3)");
        Assert.Equal(top, await stage.TopAsync(0));
    }

    [Fact]
    public async Task Hidden_ThenShown_StandsWhereItStood()
    {
        var stage = await CardStage.OpenAsync(application, 2);
        await stage.DoAsync("stage.grow(0, 30); stage.grow(1, 30)");
        await stage.DoAsync("stage.text(0).scrollTop = 400");
        var place = await stage.PlaceAsync(0, "word12 ");

        await stage.DoAsync("for (const card of document.querySelectorAll('#stage .card')) card.style.display = 'none'");
        await stage.DoAsync("stage.text(0).querySelector('p').style.height = '100px'; stage.grow(0, 5); stage.grow(1, 5)");
        await stage.DoAsync("for (const card of document.querySelectorAll('#stage .card')) card.style.display = 'flex'");

        Assert.Equal(place, await stage.PlaceAsync(0, "word12 "), 1.0);
        Assert.InRange(await stage.RestAsync(1), -Slack, Slack);

        // Another place in the row of cards.
        await stage.DoAsync("stage.grid.append(document.querySelector('#stage #lane-0'))");
        Assert.InRange(await stage.TopAsync(0), 400, 500);
    }

    [Fact]
    public async Task OpeningTheThoughts_DoesNotTakeTheReaderAway()
    {
        var stage = await CardStage.OpenAsync(application, 1);
        await stage.DoAsync("stage.text(0).insertAdjacentHTML('afterbegin', `<details class='think'><summary>Thoughts</summary><div class='thoughts'>${stage.block('a thought', 900)}</div></details>`); stage.grow(0, 2)");

        await stage.Card(0).Locator("summary").ClickAsync();
        await stage.DoAsync("stage.grow(0, 2)");

        Assert.Equal(0, await stage.TopAsync(0));
    }

    [Fact]
    public async Task Following_NeverMovesTheGridOrThePage()
    {
        var stage = await CardStage.OpenAsync(application, 12);
        await stage.DoAsync("stage.grid.scrollTop = 60");

        await stage.DoAsync("for (let lane = 0; lane < 12; lane++) stage.grow(lane, 30)");

        Assert.Equal(60, await stage.Page.EvaluateAsync<double>("() => stage.grid.scrollTop"));
        Assert.Equal(0, await stage.Page.EvaluateAsync<double>("() => scrollY"));
    }

    [Fact]
    public async Task NineCardsGrowing_CostAtMostOneMoreLayoutPerFrame()
    {
        var stage = await CardStage.OpenAsync(application, 9);
        await stage.DoAsync("for (let lane = 0; lane < 9; lane++) stage.grow(lane, 30)");
        await stage.DoAsync("stage.text(4).scrollTop = 300");
        await using var devTools = new DevTools(await stage.Page.Context.NewCDPSessionAsync(stage.Page));
        await devTools.Session.SendAsync("Performance.enable");
        const int Frames = 60;
        var before = await devTools.LayoutsAsync();

        await stage.Page.EvaluateAsync(
            """
            async frames => {
              for (let frame = 0; frame < frames; frame++) {
                for (let lane = 0; lane < 9; lane++) {
                  stage.grow(lane, 1);
                }

                await stage.frames(1);
              }
            }
            """,
            Frames);

        Assert.InRange(await devTools.LayoutsAsync() - before, 1, (2 * Frames) + 10);
        Assert.InRange(await stage.RestAsync(8), -Slack, Slack);
        Assert.Equal(300, await stage.TopAsync(4));
    }

    [Fact]
    public async Task LockByProportion_TakesTheOthersAlong_WithoutAnEcho()
    {
        var stage = await CardStage.OpenAsync(application, 3);
        await stage.DoAsync("stage.grid.dataset.scrollLock = 'proportion'; stage.grow(0, 30); stage.grow(1, 60); stage.grow(2, 90)");
        Assert.All(await Task.WhenAll(stage.RestAsync(0), stage.RestAsync(1), stage.RestAsync(2)), static rest => Assert.InRange(rest, -Slack, Slack));

        await stage.DoAsync("stage.text(1).scrollTop /= 2");
        var tops = await TopsAsync(stage);
        Assert.All(await PartsAsync(stage), static part => Assert.Equal(0.5, part, 0.01));

        // Nothing that has been taken along takes the others along in turn.
        await stage.Page.EvaluateAsync("() => stage.frames(20)");
        Assert.Equal(tops, await TopsAsync(stage));

        await stage.WheelAsync(2, 100_000);
        Assert.All(await PartsAsync(stage), static part => Assert.Equal(1, part, 0.01));
        await stage.DoAsync("stage.grow(0, 5)");
        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
    }

    [Fact]
    public async Task Lock_WhileStreaming_DragsNobodyUntilTheReaderScrolls()
    {
        var stage = await CardStage.OpenAsync(application, 2);
        await stage.DoAsync("stage.grow(0, 30); stage.grow(1, 30)");
        await stage.DoAsync("stage.text(1).scrollTop = 200");
        await stage.DoAsync("stage.grid.dataset.scrollLock = 'proportion'");

        await stage.DoAsync("stage.grow(0, 20)");

        Assert.InRange(await stage.RestAsync(0), -Slack, Slack);
        Assert.Equal(200, await stage.TopAsync(1));
    }

    [Fact]
    public async Task LockByHeading_AlignsTheSameWords_ElseTheSamePlaceInTheRow()
    {
        var stage = await CardStage.OpenAsync(application, 3);
        await stage.DoAsync(
            """
            const part = (lane, words, blocks) => { stage.write(lane, `<h4 style="height:30px;margin:0">${words}</h4>`); stage.grow(lane, blocks); };
            part(0, 'Causes', 10); part(0, 'Cures', 10); part(0, 'More', 20);
            part(1, 'Start', 20); part(1, 'CURES ', 15); part(1, 'causes', 25);
            part(2, 'Eins', 12); part(2, 'Zwei', 14); part(2, 'Drei', 20);
            stage.grid.dataset.scrollLock = 'heading';
            """);

        await stage.DoAsync("stage.text(0).scrollTop = 430 + 70");

        double[] expected = [500, 830 + 70, 510 + 70];
        Assert.Equal(expected, await TopsAsync(stage));

        await stage.DoAsync("stage.text(0).scrollTop = 50");
        expected = [50, 830 + 630 + 50, 50];
        Assert.Equal(expected, await TopsAsync(stage));
    }

    [Fact]
    public async Task LockByHeading_WithoutHeadings_FallsBackToTheProportion()
    {
        var stage = await CardStage.OpenAsync(application, 2);
        await stage.DoAsync("stage.write(0, '<h3>One</h3>'); stage.grow(0, 30); stage.grow(1, 60); stage.grid.dataset.scrollLock = 'heading'");

        await stage.DoAsync("stage.text(0).scrollTop /= 4");

        Assert.All(await PartsAsync(stage), static part => Assert.Equal(0.25, part, 0.01));
    }

    [Fact]
    public async Task Phone_WhenTheRunEnds_TheLastLineIsInSight()
    {
        var page = await application.OpenAsync(size: new ViewportSize { Width = 390, Height = 844 });
        await Runs.SendAsync(page);
        await page.Locator(".tab", new() { HasText = "Thorough" }).ClickAsync();

        await Runs.EndAsync(page);

        await Assertions.Expect(page.Locator(".race .summary")).ToContainTextAsync("faster");
        await page.WaitForFunctionAsync(
            """
            () => {
              const text = document.querySelector(".card.active follow-end");
              return text.scrollTop > 0 && text.scrollHeight - text.clientHeight - text.scrollTop <= 1.5;
            }
            """);
    }

    private static Task<double[]> TopsAsync(CardStage stage) =>
        stage.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('#stage follow-end')].map(text => Math.round(text.scrollTop))");

    private static Task<double[]> PartsAsync(CardStage stage) =>
        stage.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('#stage follow-end')].map(text => text.scrollTop / (text.scrollHeight - text.clientHeight))");

    private sealed class DevTools(ICDPSession session) : IAsyncDisposable
    {
        public ICDPSession Session => session;

        public async Task<double> LayoutsAsync()
        {
            var metrics = await session.SendAsync("Performance.getMetrics");
            return metrics!.Value.GetProperty("metrics").EnumerateArray()
                .Single(static metric => metric.GetProperty("name").GetString() == "LayoutCount")
                .GetProperty("value").GetDouble();
        }

        public async ValueTask DisposeAsync() => await session.DetachAsync();
    }
}
