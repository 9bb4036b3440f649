using System.Text;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>Breaks runs of text into lines of a given width: between words, and within a word that is wider than a line.</summary>
internal sealed class PdfLines(PdfFonts fonts)
{
    /// <summary>At least one line; a line may be empty.</summary>
    public List<List<PdfPiece>> Break(IEnumerable<PdfRun> runs, float width)
    {
        var lines = new List<List<PdfPiece>> { new() };
        var used = 0f;
        foreach (var run in runs)
        {
            foreach (var word in Words(run.Text))
            {
                if (word == "\n")
                {
                    lines.Add([]);
                    used = 0;
                    continue;
                }

                var pieces = fonts.PiecesOf(word, run.Style).ToList();
                var wordWidth = pieces.Sum(static piece => piece.Width);
                if (used + wordWidth > width && used > 0)
                {
                    lines.Add([]);
                    used = 0;

                    // The space stays at the end of the line before, except in code, where it may be meant.
                    if (!run.Style.Mono && string.IsNullOrWhiteSpace(word))
                    {
                        continue;
                    }
                }

                if (wordWidth <= width)
                {
                    lines[^1].AddRange(pieces);
                    used += wordWidth;
                    continue;
                }

                foreach (var piece in pieces.SelectMany(piece => Cut(piece, width)))
                {
                    if (used + piece.Width > width && used > 0)
                    {
                        lines.Add([]);
                        used = 0;
                    }

                    lines[^1].Add(piece);
                    used += piece.Width;
                }
            }
        }

        return lines;
    }

    // Spaces, and everything between two of them, each as a word of its own.
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not (' ' or '\n' or '\t'))
            {
                continue;
            }

            if (at > start)
            {
                yield return text[start..at];
            }

            yield return text[at] == '\n' ? "\n" : text[at] == '\t' ? "    " : " ";
            start = at + 1;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    /// <summary>Parts of a piece that is too wide, each as long as fits.</summary>
    private IEnumerable<PdfPiece> Cut(PdfPiece piece, float width)
    {
        if (piece.Width <= width)
        {
            yield return piece;
            yield break;
        }

        var font = fonts.FontOf(piece.Typeface, piece.Style.Size);
        var part = new StringBuilder();
        var used = 0f;
        foreach (var rune in piece.Text.EnumerateRunes())
        {
            var letter = rune.ToString();
            var letterWidth = font.MeasureText(letter);
            if (used + letterWidth > width && part.Length > 0)
            {
                yield return piece with { Text = part.ToString(), Width = used };
                part.Clear();
                used = 0;
            }

            part.Append(letter);
            used += letterWidth;
        }

        if (part.Length > 0)
        {
            yield return piece with { Text = part.ToString(), Width = used };
        }
    }
}
