using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>Cards without a comparison, in front of the page, whose texts grow when a test says so and in no other moment.</summary>
internal sealed class CardStage(IPage page)
{
    private const string Build =
        """
        async count => {
          await customElements.whenDefined("follow-end");
          const stage = document.createElement("div");
          stage.id = "stage";
          stage.style.cssText = "position:fixed;inset:0;z-index:5;background:#fff";
          const cards = Array.from({ length: count }, (_, lane) => `
            <article class="card" id="lane-${lane}" data-card="${lane}" tabindex="-1" style="display:flex;flex-direction:column;min-height:0;overflow:hidden">
              <header class="head" style="height:40px">Card</header>
              <follow-end class="body" tabindex="0" following style="display:block;flex:1;min-height:0;overflow-y:auto"><div class="answer" data-raw></div></follow-end>
              <footer class="foot"><button type="button" data-latest>Latest</button></footer>
            </article>`);
          stage.innerHTML = `<div class="grid" style="display:grid;grid-template:none;grid-template-columns:repeat(3,1fr);grid-auto-rows:280px;gap:8px;height:100%;overflow:auto">${cards.join("")}</div>`;
          document.body.append(stage);
          document.activeElement.blur();
          window.stage = {
            text: lane => stage.querySelector(`#lane-${lane} follow-end`),
            grid: stage.firstElementChild,
            block: (words, height) => `<p style="height:${height}px;margin:0">${words}</p>`,
            write: (lane, html) => window.stage.text(lane).querySelector(".answer").insertAdjacentHTML("beforeend", html),
            grow: (lane, blocks, height = 40) => {
              for (let index = 0; index < blocks; index++) {
                const answer = window.stage.text(lane).querySelector(".answer");
                answer.insertAdjacentHTML("beforeend", window.stage.block(`word${answer.children.length} of card ${lane}`, height));
              }
            },
            frames: async number => {
              while (number-- > 0) {
                await new Promise(done => requestAnimationFrame(done));
              }
            },
          };
        }
        """;

    public IPage Page => page;

    public static async Task<CardStage> OpenAsync(BrowserApplication application, int cards) => await OpenAsync(await application.OpenAsync(), cards);

    public static async Task<CardStage> OpenAsync(IPage page, int cards)
    {
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        await page.EvaluateAsync(Build, cards);
        return new CardStage(page);
    }

    public ILocator Card(int lane) => page.Locator($"#stage #lane-{lane}");

    /// <summary>Runs this with <c>stage</c> at hand, and shows the frames in which the page takes it in.</summary>
    public Task DoAsync(string script) => page.EvaluateAsync($"async () => {{ {script}; await stage.frames(4); }}");

    public Task<double> TopAsync(int lane) => page.EvaluateAsync<double>("lane => stage.text(lane).scrollTop", lane);

    /// <summary>How far the text can be scrolled from where it stands.</summary>
    public Task<double> RestAsync(int lane) =>
        page.EvaluateAsync<double>("lane => { const text = stage.text(lane); return text.scrollHeight - text.clientHeight - text.scrollTop; }", lane);

    /// <summary>Where the block with these words stands on the page.</summary>
    public Task<double> PlaceAsync(int lane, string words) => page.EvaluateAsync<double>(
        "([lane, words]) => [...stage.text(lane).querySelectorAll('.answer > *')].find(block => block.textContent.startsWith(words)).getBoundingClientRect().top",
        new object[] { lane, words });

    /// <summary>Turns the wheel over the card until it has scrolled.</summary>
    public async Task WheelAsync(int lane, float by)
    {
        var before = await TopAsync(lane);
        await Card(lane).Locator("follow-end").HoverAsync();
        await page.Mouse.WheelAsync(0, by);
        await page.WaitForFunctionAsync("([lane, before]) => stage.text(lane).scrollTop !== before", new object[] { lane, before });
        // The wheel scrolls smoothly: it is over when the text stands still.
        await page.EvaluateAsync(
            """
            async lane => {
              for (let still = 0, top = -1; still < 6;) {
                await stage.frames(1);
                still = stage.text(lane).scrollTop === top ? still + 1 : 0;
                top = stage.text(lane).scrollTop;
              }
            }
            """,
            lane);
    }
}
