using CompareIntel.Core.Markdown;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>What formatted answers do by themselves, on elements such as the server renders, put into a page of the application.</summary>
public sealed class MarkdownElementsTests(BrowserApplication application) : IClassFixture<BrowserApplication>
{
    private const string Code = "class Foo\n{\n    int x = 1; // one\n}\n";

    private const string Sizes = "() => Object.fromEntries([...CSS.highlights].map(([name, words]) => [name, words.size]).filter(([, size]) => size > 0))";

    [Fact]
    public async Task Code_WithTokens_IsColouredWithoutElements()
    {
        var page = await OpenAsync();
        await AddAsync(page, CodeBlock(Tokens()));

        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 2");
        var sizes = await page.EvaluateAsync<Dictionary<string, int>>(Sizes);
        Assert.Equal(new Dictionary<string, int> { ["ci-keyword"] = 2, ["ci-type"] = 1, ["ci-number"] = 1, ["ci-comment"] = 1 }, sizes);
        var words = await page.EvaluateAsync<string[]>(
            """
            () => [...CSS.highlights].flatMap(([name, ranges]) => [...ranges].map(range => {
              const live = new Range();
              live.setStart(range.startContainer, range.startOffset);
              live.setEnd(range.endContainer, range.endOffset);
              return `${name} ${live}`;
            })).sort()
            """);
        Assert.Equal(["ci-comment // one", "ci-keyword class", "ci-keyword int", "ci-number 1", "ci-type Foo"], words);
        Assert.Equal(0, await page.Locator("code *").CountAsync());
    }

    [Fact]
    public async Task Code_ThatMovesGoesOrChanges_LeavesNoColoursBehind()
    {
        var page = await OpenAsync();
        await AddAsync(page, CodeBlock(tokens: null));
        Assert.Empty(await page.EvaluateAsync<Dictionary<string, int>>(Sizes));

        await page.EvaluateAsync("tokens => document.querySelector('code-block').setAttribute('tokens', tokens)", Tokens());
        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 2");

        await page.EvaluateAsync("() => { const block = document.querySelector('code-block'); const box = document.createElement('div'); block.replaceWith(box); box.append(block); }");
        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 2");

        await page.EvaluateAsync("() => document.querySelector('code-block').setAttribute('tokens', 'K05')");
        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 1 && CSS.highlights.get('ci-type').size === 0");

        await page.EvaluateAsync("() => document.querySelector('code-block').remove()");
        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 0");
    }

    [Fact]
    public async Task Code_FarFromTheReader_HasNoColoursUntilItIsNear()
    {
        var page = await OpenAsync();
        await AddAsync(page, $"<div style='height: 5000px'></div>{CodeBlock(Tokens())}");
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Empty(await page.EvaluateAsync<Dictionary<string, int>>(Sizes));

        await page.EvaluateAsync("() => document.querySelector('code-block').scrollIntoView()");
        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 2");

        await page.EvaluateAsync("() => document.querySelector('.markdown').parentElement.scrollTo(0, 0)");
        await WaitForAsync(page, "() => CSS.highlights.get('ci-keyword').size === 0");
    }

    [Fact]
    public async Task Code_Buttons_CopyAndWrap()
    {
        var page = await OpenAsync();
        using var clipboard = await Clipboard.TakeAsync(page);
        await AddAsync(page, CodeBlock(Tokens()));

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Copied" })).ToHaveCountAsync(1);
        Assert.Equal(Code, await clipboard.TextWithAsync(Code));
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToBeVisibleAsync();

        var wrap = page.GetByRole(AriaRole.Button, new() { Name = "Wrap" });
        await wrap.ClickAsync();
        await Assertions.Expect(wrap).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("code-block pre")).ToHaveCSSAsync("white-space-collapse", "preserve");
        await Assertions.Expect(page.Locator("code-block pre")).ToHaveCSSAsync("text-wrap-mode", "wrap");
        await wrap.ClickAsync();
        await Assertions.Expect(page.Locator("code-block pre")).ToHaveCSSAsync("text-wrap-mode", "nowrap");
    }

    [Fact]
    public async Task Formula_KeepsItsSourceAndFollowsIt()
    {
        var page = await OpenAsync();
        Assert.SkipUnless(await HasKatexAsync(), "KaTeX was not fetched when this was built.");
        await AddAsync(page, "<p>Let <tex-math>E = mc^2</tex-math> be.</p><tex-math display=''>\\int_0^1 x\\,dx</tex-math>");

        await Assertions.Expect(page.Locator("tex-math[data-typeset]")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("tex-math[display] .katex-display")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tex-math math").First).ToBeAttachedAsync();
        Assert.Equal("Let E = mc^2 be.", await page.EvaluateAsync<string>("() => document.querySelector('.markdown p').innerText"));
        Assert.Equal(
            "Let E = mc^2 be.",
            await page.EvaluateAsync<string>("() => { getSelection().selectAllChildren(document.querySelector('.markdown p')); return getSelection().toString(); }"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.fonts.load('16px KaTeX_Main').then(fonts => fonts.length > 0)"));

        // While it is written it may not be whole.
        await page.EvaluateAsync("() => document.querySelector('tex-math').firstChild.data = '\\\\frac{a'");
        await Assertions.Expect(page.Locator("tex-math").First).Not.ToHaveAttributeAsync("data-typeset", "");
        await Assertions.Expect(page.Locator("p tex-math .katex")).ToHaveCountAsync(0);
        await page.EvaluateAsync("() => document.querySelector('tex-math').append('}{b}')");
        await Assertions.Expect(page.Locator("p tex-math .mfrac")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("katex*.mjs", 2, true)]
    [InlineData("katex.min.css", 2, true)]
    [InlineData("katex*.mjs", 3, false)]
    public async Task Formula_WhoseToolsDoNotCome_AsksForThemThreeTimes(string file, int failures, bool isTypeset)
    {
        var page = await OpenAsync();
        Assert.SkipUnless(await HasKatexAsync(), "KaTeX was not fetched when this was built.");
        var asked = 0;
        await page.RouteAsync($"**/lib/katex/{file}*", route => Interlocked.Increment(ref asked) <= failures ? route.AbortAsync() : route.ContinueAsync());
        await AddAsync(page, "<p><tex-math>x^2</tex-math></p>");

        await AsyncAssert.EventuallyAsync(() => asked == 3);

        await AddAsync(page, "<p><tex-math>y^2</tex-math></p>");
        await Assertions.Expect(page.Locator("tex-math[data-typeset]")).ToHaveCountAsync(isTypeset ? 2 : 0);
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData("\\href{javascript:alert(1)}{x}")]
    [InlineData("\\includegraphics{https://example.org/x.png}")]
    [InlineData("\\def\\a{\\a\\a}\\a")]
    [InlineData("\\rule{100000em}{100000em}")]
    [InlineData("\\htmlStyle{position:fixed}{x}")]
    public async Task Formula_ThatTriesMoreThanToBeOne_LoadsAndLinksNothing(string source)
    {
        var page = await OpenAsync();
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        await AddAsync(page, "<p><tex-math></tex-math></p><p><tex-math>x</tex-math></p>");
        await page.EvaluateAsync("source => document.querySelector('tex-math').textContent = source", source);
        if (await HasKatexAsync())
        {
            await Assertions.Expect(page.Locator("tex-math").Last).ToHaveAttributeAsync("data-typeset", "");
        }

        Assert.Equal(0, await page.Locator("tex-math a, tex-math img, tex-math [style*=fixed]").CountAsync());
        Assert.True((await page.Locator("tex-math").First.BoundingBoxAsync())!.Height < 500);
        Assert.DoesNotContain(requests, url => !url.StartsWith(application.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Image_IsLoadedWhenAskedForAndNotBefore()
    {
        var page = await OpenAsync();
        var asked = new List<IRequest>();
        await page.RouteAsync("https://images.example.org/**", async route =>
        {
            asked.Add(route.Request);
            await route.FulfillAsync(new() { ContentType = "image/svg+xml", Body = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/>" });
        });
        await AddAsync(page, "<p><remote-image address='https://images.example.org/a.svg' title='t'>Two queues</remote-image></p>");
        await Assertions.Expect(page.GetByText("Two queues")).ToBeVisibleAsync();
        var show = page.GetByRole(AriaRole.Button, new() { Name = "Show image from images.example.org" });
        await Assertions.Expect(show).ToBeVisibleAsync();
        Assert.Empty(asked);

        await show.ClickAsync();

        var image = page.GetByRole(AriaRole.Img, new() { Name = "Two queues" });
        await Assertions.Expect(image).ToBeVisibleAsync();
        await WaitForAsync(page, "() => document.querySelector('remote-image').shadowRoot.querySelector('img').naturalWidth === 20");
        Assert.False((await Assert.Single(asked).AllHeadersAsync()).ContainsKey("referer"));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/png;base64,AA")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative.png")]
    [InlineData("")]
    public async Task Image_FromNowhereElse_IsItsDescription(string address)
    {
        var page = await OpenAsync();
        await AddAsync(page, $"<p><remote-image address='{address}'>Two queues</remote-image></p>");

        await Assertions.Expect(page.Locator("remote-image")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("remote-image button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Footnotes_LeadThereAndBackWithinTheirAnswer()
    {
        const string Answer = "<p>Text<sup><button type='button' class='fn-ref' data-fn='1'>1</button></sup></p><div style='height: 3000px'></div>"
            + "<section class='footnotes'><ol><li data-fn-id='1' tabindex='-1'><p>Note</p><button type='button' class='fn-back' data-fn-back='1'>back</button></li></ol></section>";
        var page = await OpenAsync();
        await AddAsync(page, Answer);
        await AddAsync(page, Answer);
        var address = page.Url;

        await page.Locator(".fn-ref").Last.ClickAsync();
        await Assertions.Expect(page.Locator("[data-fn-id]").Last).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("[data-fn-id]").Last).ToBeInViewportAsync();

        await page.Locator(".fn-back").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".fn-ref").Last).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".fn-ref").Last).ToBeInViewportAsync();
        Assert.Equal(address, page.Url);
    }

    private static string Tokens() =>
        new CodeHighlighter(TimeProvider.System, NullLogger<CodeHighlighter>.Instance) { LineLimit = AsyncAssert.Timeout, Limit = AsyncAssert.Timeout }.Highlight("cs", Code, CancellationToken.None)!;

    /// <summary>As the server renders it, with a text node for each line.</summary>
    private static string CodeBlock(string? tokens) =>
        $"""
        <code-block class="code" lang="cs"{(tokens is null ? "" : $" tokens=\"{tokens}\"")}><div class="code-head"><span class="code-lang">cs</span><span class="code-lines">4 lines</span><button type="button" class="btn quiet" data-code-wrap aria-pressed="false">Wrap</button><button type="button" class="btn quiet" data-code-copy>Copy</button></div><pre tabindex="0"><code>{Code}</code></pre></code-block>
        """;

    private static async Task WaitForAsync(IPage page, string condition) => await page.WaitForFunctionAsync(condition);

    /// <summary>Puts an answer in front of the page, in a card that scrolls.</summary>
    private static async Task AddAsync(IPage page, string html) => await page.EvaluateAsync(
        """
        html => {
          const parsed = new DOMParser().parseFromString(html, "text/html").body;
          const card = document.createElement("div");
          card.style.cssText = "position: fixed; inset: 0 0 auto; height: 600px; overflow: auto; background: var(--surface); z-index: 2000";
          const answer = document.createElement("div");
          answer.className = "markdown";
          // Attributes come before children, and lines one by one.
          const build = (from, into) => {
            for (const node of from.childNodes) {
              if (node.nodeType === Node.TEXT_NODE) {
                into.append(...(into.localName === "code" ? node.data.split(/(?<=\n)/) : [node.data]));
              } else {
                const element = document.createElement(node.localName);
                for (const { name, value } of node.attributes) {
                  element.setAttribute(name, value);
                }

                into.append(element);
                build(node, element);
              }
            }
          };
          card.append(answer);
          document.body.append(card);
          build(parsed, answer);
        }
        """,
        html);

    private async Task<bool> HasKatexAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(application.Address), Timeout = AsyncAssert.Timeout };
        using var response = await client.GetAsync(new Uri("/lib/katex/katex.mjs", UriKind.Relative));
        return response.IsSuccessStatusCode;
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await application.OpenAsync();
        await Assertions.Expect(page.Locator("#prompt[data-ready]")).ToBeVisibleAsync();
        return page;
    }
}
