using CompareIntel.Core.Comparisons;
using CompareIntel.Tests.Support;
using Microsoft.Playwright;

namespace CompareIntel.Tests.Browser;

/// <summary>Answers that would like to be more than text, in the real page: it goes on working, and nothing of them runs, loads or leads astray.</summary>
public sealed class HostileAnswerTests(BrowserApplication browser) : IClassFixture<BrowserApplication>
{
    // What NodeWriter can build, and no more.
    private const string FindForeign = """
        () => {
          const allowed = new Set('P H3 H4 H5 H6 UL OL LI BLOCKQUOTE CODE-BLOCK DIV SPAN BUTTON PRE CODE EM STRONG DEL A REMOTE-IMAGE BR HR TABLE THEAD TBODY TR TH TD TEX-MATH SUP SECTION INPUT'.split(' '));
          const found = [];
          for (const element of document.querySelectorAll('.answer *, .thoughts *')) {
            if (!allowed.has(element.tagName)) found.push(element.tagName);
            for (const { name, value } of element.attributes) {
              if (/^on|^style$|^src$|^srcdoc$|^action$|^formaction$/i.test(name)) found.push(`${element.tagName} ${name}`);
              if (name === 'href' && !/^(https?:\/\/|mailto:)/.test(value)) found.push(`href ${value}`);
              if (name === 'address' && !/^https?:\/\//.test(value)) found.push(`address ${value}`);
            }
            if (element.tagName === 'A' && (element.target !== '_blank' || element.rel !== 'noopener noreferrer nofollow')) found.push('a link that tells');
            if (element.tagName === 'INPUT' && !element.disabled) found.push('an input');
          }
          return found;
        }
        """;

    [Fact]
    public Task Short_InRandomPieces_StaysInert() => CheckAsync(HostileTexts.Short, lanesAtOnce: 12);

    [Fact]
    public Task Long_InRandomPieces_StaysInert() => CheckAsync(HostileTexts.Long, lanesAtOnce: 4);

    [Fact]
    public Task Lines_OfAMillionCharacters_StayInert() => CheckAsync([.. HostileTexts.Longest.Where(static text => !text.Contains('\n'))], lanesAtOnce: 1);

    private async Task CheckAsync(IReadOnlyList<string> texts, int lanesAtOnce)
    {
        await using var app = await CompareIntelApplication.StartAsync();
        var page = await browser.OpenAsync(new Uri(app.Address, "/").ToString());
        var faults = new List<string>();
        page.Dialog += (_, dialog) => faults.Add($"dialog {dialog.Message}");
        page.PageError += (_, error) => faults.Add($"error {error}");
        page.Console += (_, message) => faults.AddRange(message.Type == "error" ? [$"console {message.Text}"] : []);
        page.Popup += (_, _) => faults.Add("popup");
        page.Request += (_, request) => faults.AddRange(IsOwn(app, request.Url) ? [] : [$"request {request.Url}"]);
        var random = new Random(20261123);
        var asked = 0;
        foreach (var batch in texts.Chunk(lanesAtOnce))
        {
            var comparison = app.Comparisons.Start(ComparisonRequest.Create("Be evil.", batch.Select(static _ => "a")));
            var answers = batch.Select(_ => app.Chat.AnswerOf("a", asked++)).ToArray();
            await page.GotoAsync(new Uri(app.Address, $"/c/{comparison.Id}").ToString());
            await Assertions.Expect(page.Locator("article.card")).ToHaveCountAsync(batch.Length);

            // Lanes send their requests in any order: which of the texts a card gets does not matter.
            foreach (var (answer, text) in answers.Zip(batch))
            {
                answer.Text(Pieces(random, text[..(text.Length / 2)]));
            }

            await Assertions.Expect(page.Locator("article.card[data-state=writing]").First).ToBeAttachedAsync();
            Assert.Empty(await page.EvaluateAsync<string[]>(FindForeign));
            foreach (var (answer, text) in answers.Zip(batch))
            {
                answer.Text(Pieces(random, text[(text.Length / 2)..])).Finish();
            }

            await comparison.Completion.WithinTimeout();
            try
            {
                await Runs.EndAsync(page);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"The page did not come to the end of: {string.Join(" / ", batch.Select(static text => $"{text[..Math.Min(20, text.Length)]}... of {text.Length}"))}. {string.Join(" / ", faults)}");
            }

            Assert.Empty(await page.EvaluateAsync<string[]>(FindForeign));

            var raw = page.Locator("article.card [data-action=raw]").First;
            await raw.EvaluateAsync("button => button.click()");
            await Assertions.Expect(raw).ToHaveAttributeAsync("aria-pressed", "true");
        }

        Assert.Empty(faults);
        Assert.Equal(texts.Count, asked);
    }

    private static bool IsOwn(CompareIntelApplication app, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Authority == app.Address.Authority || address.Scheme is "data" or "blob");

    private static IEnumerable<string> Pieces(Random random, string text)
    {
        // Short texts in pieces of a few characters, long ones in so many pieces as a model would send.
        var longest = Math.Max(8, text.Length / 500);
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(text.Length - start, random.Next(1, longest));
            yield return text.Substring(start, length);
            start += length;
        }
    }
}
