using CompareIntel.Core.Comparisons;
using SkiaSharp;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>
/// A comparison as a PDF of real text that can be selected and searched: the prompt, and each answer with its facts. Formulas stand as TeX. What the fonts
/// can't show is marked, and the page says so.
/// </summary>
public static class PdfExport
{
    private static readonly PdfStyle s_title = new(17) { Bold = true };
    private static readonly PdfStyle s_lane = new(13.5f) { Bold = true };
    private static readonly PdfStyle s_body = new(10);
    private static readonly PdfStyle s_small = new(8.6f) { Muted = true };

    /// <exception cref="PdfFontsMissingException">The fonts are not installed.</exception>
    public static void Write(LiveComparison comparison, Stream stream)
    {
        var report = ComparisonReport.Of(comparison);
        var metadata = new SKDocumentPdfMetadata(SKDocumentPdfMetadata.DefaultRasterDpi)
        {
            Title = report.Title,
            Creator = "CompareIntel",
            Creation = comparison.CreatedAt.UtcDateTime,
        };
        using var fonts = new PdfFonts();
        using var document = SKDocument.CreatePdf(stream, metadata);
        using var pages = new PdfPages(document, fonts, report.Title);
        var answer = new PdfAnswer(pages, fonts);
        answer.WriteText(comparison.Request.Prompt.Trim(), s_title);
        pages.Space(4);
        answer.WriteText(ReportText.Outline(report), s_small);
        WriteNote(answer, fonts, comparison.Request.Prompt);
        foreach (var run in report.Runs)
        {
            Write(answer, pages, fonts, run);
        }

        pages.EndPage();
        document.Close();
    }

    private static void Write(PdfAnswer answer, PdfPages pages, PdfFonts fonts, ReportRun run)
    {
        pages.Space(18);
        pages.Need(110);
        pages.WriteRule(PdfPages.Left, PdfPages.Width);
        pages.Space(8);
        answer.WriteText(run.Title, s_lane);
        pages.Space(2);
        answer.WriteText(string.Join(" · ", ReportText.Seal(run).Select(static fact => $"{fact.Name}: {fact.Value}")), s_small);
        pages.Space(8);
        if (run.Reasoning.Length > 0)
        {
            answer.WriteText("Reasoning", s_body with { Bold = true, Muted = true });
            answer.WriteText(run.Reasoning.ReplaceLineEndings("\n").Trim(), s_small);
            pages.Space(8);
            answer.WriteText("Answer", s_body with { Bold = true, Muted = true });
            pages.Space(2);
        }

        fonts.MissingCount = 0;
        answer.Write(run.Text);
        if (run.Note is { } note)
        {
            answer.WriteText(note, s_body with { Italic = true });
        }

        WriteNote(answer, fonts, run.Reasoning + run.Text);
    }

    private static void WriteNote(PdfAnswer answer, PdfFonts fonts, string text)
    {
        if (fonts.MissingCount > 0)
        {
            answer.WriteText($"Characters that the fonts of this PDF do not have stand above as {PdfFonts.Missing}. The export as HTML shows them all.", s_small with { Italic = true });
            fonts.MissingCount = 0;
        }

        if (text.Any(IsRightToLeft))
        {
            answer.WriteText("Words above that are written from right to left stand in the wrong order in this PDF. The export as HTML shows them as they should be.", s_small with { Italic = true });
        }
    }

    // Hebrew, Arabic and their neighbours, and their presentation forms.
    private static bool IsRightToLeft(char letter) => letter is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');
}
