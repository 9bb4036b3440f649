using System.Text;
using CompareIntel.Core.History;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Core.History;

public sealed class WordScannerTests
{
    [Fact]
    public void Scan_Words_AreWithoutCaseAndAccentsAndStandWhereTheyWere()
    {
        var words = WordScanner.Scan("Éclair, x_5 日本 ﬁn").Select(static word => (word.Start, word.Length, word.Text));

        Assert.Equal([(0, 6, "eclair"), (8, 1, "x"), (10, 1, "5"), (12, 1, "日"), (13, 1, "本"), (15, 2, "ﬁn")], words);
    }

    [Fact]
    public void AppendWords_AnyText_AreThoseOfScan()
    {
        string[] texts =
        [
            "", " ", "One, two: THREE", "Ǆ ça n\u0303u \uD83D half \uDE00 😀", "日本 kana かな ไทย", new string('x', 200), new string('é', 200), "\u0301\u0301a\u0301\u0301",
            .. HostileTexts.Short,
        ];
        foreach (var text in texts)
        {
            var words = new StringBuilder("before");

            WordScanner.AppendWords(words, text);

            Assert.Equal("before" + string.Join(' ', WordScanner.Scan(text).Select(static word => word.Text)), words.ToString());
        }
    }
}
