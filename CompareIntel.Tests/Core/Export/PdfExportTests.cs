using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export.Pdf;
using CompareIntel.Tests.Support;
using UglyToad.PdfPig;

namespace CompareIntel.Tests.Core.Export;

public sealed class PdfExportTests
{
    [Fact]
    public void Write_Comparison_HoldsPromptAnswersAndFactsAsText()
    {
        const string Answer = "# A title\n\nSome **bold** words, `code` and a [link](https://example.com/page).\n\n- one\n- two\n\n1. first\n\n| Name | Size |\n|---|---|\n| alpha | 12 |\n\n```cs\nvar x = 1;\n```\n\n> quoted\n\n$$e = mc^2$$\n\n- [x] done\n";
        var text = TextOf(RecordedComparison.WithAnswers("Why is the sky blue?", ("sim:one", "First I think.", Answer), ("sim:two", "", "Ünïcödé, Ελληνικά, Русский.")));

        foreach (var part in (string[])["Why is the sky blue?", "A title", "Some bold words, code and a link.", "one", "1. first", "Name", "alpha", "var x = 1;", "quoted", "e = mc^2", "☑ done", "sim:one", "sim:two", "First I think.", "Cost: unknown", "Ünïcödé, Ελληνικά, Русский."])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_LongAnswers_GoesOverPagesThatAreNumberedAndLosesNoWord()
    {
        var words = Enumerable.Range(0, 4_000).Select(static number => $"word{number}").ToList();
        var lines = string.Join("\n\n", words.Chunk(40).Select(static chunk => string.Join(' ', chunk)));
        using var pdf = Open(RecordedComparison.WithAnswers("Long?", ("sim:one", "", lines)));

        Assert.True(pdf.NumberOfPages > 5);
        var found = string.Join(' ', pdf.GetPages().Select(static page => string.Join(' ', page.GetWords().Select(static word => word.Text)))).Split(' ').ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(words, word => !found.Contains(word));
        foreach (var page in pdf.GetPages())
        {
            Assert.Equal(page.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), page.GetWords().OrderBy(static word => word.BoundingBox.Bottom).ThenByDescending(static word => word.BoundingBox.Right).First().Text);
        }
    }

    [Fact]
    public void Write_LongWordAndLongTable_StaysOnThePage()
    {
        var cell = string.Join(' ', Enumerable.Repeat("lorem", 60));
        using var pdf = Open(RecordedComparison.WithAnswers("Wide?", ("sim:one", "", $"{new string('x', 900)}\n\n```\n{new string('y', 900)}\n```\n\n| a | b | c |\n|---|---|---|\n| {cell} | {cell} | x |\n")));

        Assert.All(pdf.GetPages().SelectMany(static page => page.Letters), static letter => Assert.InRange(letter.BoundingBox.Right, 0, 595 - 40));
    }

    [Fact]
    public void Write_CharactersWithoutAFont_AreMarkedAndSaid()
    {
        var text = TextOf(RecordedComparison.WithAnswers("Why?", ("sim:one", "", "Before \U000E0041\U000F0000 after.")));

        Assert.Contains("Before □□ after.", text, StringComparison.Ordinal);
        Assert.Contains("do not have stand above as □", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RightToLeftText_SaysThatItsOrderIsWrong() =>
        Assert.Contains("wrong order", TextOf(RecordedComparison.WithAnswers("Why?", ("sim:one", "", "שלום עולם"))), StringComparison.Ordinal);

    [Fact]
    public void Write_CoveredText_SaysNothingOfTheKind() =>
        Assert.DoesNotContain("HTML", TextOf(RecordedComparison.WithAnswers("Why?", ("sim:one", "", "Plain → words ✔ 😀"))), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Write_HostileText_IsAPdfAllTheSame(int index)
    {
        var texts = HostileTexts.Short.Concat(HostileTexts.Long.Select(static text => text[..Math.Min(text.Length, 20_000)])).Skip(index * 40).Take(40).ToArray();

        using var pdf = Open(RecordedComparison.WithAnswers("Be evil.", [.. texts.Select(static text => ("sim:evil", "", text))]));

        Assert.True(pdf.NumberOfPages > 0);
    }

    public static TheoryData<int> Hostile => [.. Enumerable.Range(0, (HostileTexts.Short.Count + HostileTexts.Long.Count + 39) / 40)];

    private static string TextOf(LiveComparison comparison)
    {
        using var pdf = Open(comparison);
        return string.Join('\n', pdf.GetPages().Select(static page => string.Join(' ', page.GetWords().Select(static word => word.Text)) + "\n" + page.Text));
    }

    private static PdfDocument Open(LiveComparison comparison)
    {
        using var stream = new MemoryStream();
        PdfExport.Write(comparison, stream);
        return PdfDocument.Open(stream.ToArray());
    }
}
