using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CompareIntel.Core.Export.Html;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.Export;

public sealed class HtmlExportTests
{
    private static readonly HashSet<string> s_answerElements = new(
        "P H3 H4 H5 H6 UL OL LI BLOCKQUOTE DIV SPAN PRE CODE EM STRONG DEL A BR HR TABLE THEAD TBODY TR TH TD SUP SECTION INPUT".Split(' '),
        StringComparer.Ordinal);

    [Fact]
    public void Write_Comparison_HoldsPromptFactsAndFormattedAnswers()
    {
        var page = Parse(HtmlExport.Write(RecordedComparison.WithAnswers(
            "Why is <the sky> blue?",
            ("sim:one", "I think.", "# Title\n\n- one\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```cs\nvar x = a < b;\n```\n\n[link](https://example.com/) ![picture](https://example.com/x.png)"),
            ("sim:two", "", "Because."))));

        Assert.Equal("Why is <the sky> blue?", page.QuerySelector("h1")!.TextContent);
        var card = page.QuerySelectorAll("article.card")[0];
        Assert.Equal("sim:one", card.QuerySelector("h2")!.TextContent);
        Assert.Equal("Title", card.QuerySelector(".answer h3")!.TextContent);
        Assert.Equal("var x = a < b;\n", card.QuerySelector(".answer pre code")!.TextContent);
        Assert.Equal("https://example.com/", card.QuerySelector(".answer a")!.GetAttribute("href"));
        Assert.Equal("picture", card.QuerySelector(".answer .image")!.TextContent);
        Assert.Equal("I think.", card.QuerySelector("details.reasoning p")!.TextContent);
        Assert.Contains("unknown", card.QuerySelectorAll(".seal div").Single(static row => row.QuerySelector("dt")!.TextContent == "Cost").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll(".axis tbody tr").Length);
        Assert.Empty(page.QuerySelectorAll("img, link, iframe, object, embed, [src]"));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Write_HostileText_StaysText(int index)
    {
        var texts = HostileTexts.Short.Concat(HostileTexts.Long).Skip(index * 60).Take(60).ToArray();

        var page = Parse(HtmlExport.Write(RecordedComparison.WithAnswers("</h1><script>alert(1)</script>", [.. texts.Select(static text => (text[..Math.Min(text.Length, 60)], text, text))])));

        Assert.Equal(2, page.Scripts.Length);
        foreach (var element in page.QuerySelectorAll(".answer *, .reasoning > div *"))
        {
            Assert.Contains(element.TagName, s_answerElements);
            Assert.All(element.Attributes, attribute => Assert.DoesNotMatch("(?i)^(on|style$|src|action|formaction)", attribute.Name));
            if (element.GetAttribute("href") is { } address)
            {
                Assert.Matches("^(https?://|mailto:)", address);
                Assert.Equal("noopener noreferrer nofollow", element.GetAttribute("rel"));
            }
        }
    }

    public static TheoryData<int> Hostile => [.. Enumerable.Range(0, (HostileTexts.Short.Count + HostileTexts.Long.Count + 59) / 60)];

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
