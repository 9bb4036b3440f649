using System.Text;
using SkiaSharp;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>
/// The fonts of a PDF: DejaVu, which is built in and covers Latin, Greek, Cyrillic, Hebrew, Arabic letters and most symbols; for other characters whatever
/// the machine has, where it can be asked. What no font has is shown as <see cref="Missing"/> and counted. Used by one document.
/// </summary>
internal sealed class PdfFonts : IDisposable
{
    /// <summary>Stands in place of a character that no font has.</summary>
    public const string Missing = "□";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "fonts");

    private readonly Dictionary<string, SKTypeface> _faces = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SKTypeface?> _fallbacks = [];
    private readonly Dictionary<(SKTypeface Face, float Size), SKFont> _fonts = [];
    private readonly Dictionary<(string Text, SKTypeface Face, float Size), float> _widths = [];

    /// <summary>Characters for which there was no font since this was last set to 0.</summary>
    public int MissingCount { get; set; }

    /// <summary>The font of this face and size.</summary>
    public SKFont FontOf(SKTypeface face, float size)
    {
        if (!_fonts.TryGetValue((face, size), out var font))
        {
            font = new SKFont(face, size) { Subpixel = true };
            _fonts[(face, size)] = font;
        }

        return font;
    }

    /// <summary>Cuts the text where its font changes, and measures the parts.</summary>
    public IEnumerable<PdfPiece> PiecesOf(string text, PdfStyle style)
    {
        var part = new StringBuilder();
        var face = FaceOf(style);
        var first = face;
        foreach (var rune in text.EnumerateRunes())
        {
            // Selectors and joiners say how an emoji looks; alone they are nothing.
            if (rune.Value is 0x200D or 0xFE0E or 0xFE0F)
            {
                continue;
            }

            var next = FaceFor(rune.Value, first);
            if (next is null)
            {
                MissingCount++;
            }

            if ((next ?? first) != face && part.Length > 0)
            {
                yield return ToPiece(part.ToString(), style, face);
                part.Clear();
            }

            face = next ?? first;
            part.Append(next is null ? Missing : rune.ToString());
        }

        if (part.Length > 0)
        {
            yield return ToPiece(part.ToString(), style, face);
        }
    }

    public void Dispose()
    {
        foreach (var font in _fonts.Values)
        {
            font.Dispose();
        }

        foreach (var face in _faces.Values.Concat(_fallbacks.Values.OfType<SKTypeface>()).Distinct())
        {
            face.Dispose();
        }
    }

    private PdfPiece ToPiece(string text, PdfStyle style, SKTypeface face)
    {
        if (!_widths.TryGetValue((text, face, style.Size), out var width))
        {
            width = FontOf(face, style.Size).MeasureText(text);
            _widths[(text, face, style.Size)] = width;
        }

        return new PdfPiece(text, style, face, width);
    }

    private SKTypeface? FaceFor(int codePoint, SKTypeface face)
    {
        if (face.ContainsGlyph(codePoint))
        {
            return face;
        }

        if (!_fallbacks.TryGetValue(codePoint, out var fallback))
        {
            var plain = Load("DejaVuSans.ttf");
            fallback = plain.ContainsGlyph(codePoint) ? plain : SKFontManager.Default.MatchCharacter(codePoint);
            _fallbacks[codePoint] = fallback;
        }

        return fallback;
    }

    private SKTypeface FaceOf(PdfStyle style) => Load((style.Mono, style.Bold, style.Italic) switch
    {
        (true, true, _) => "DejaVuSansMono-Bold.ttf",
        (true, false, _) => "DejaVuSansMono.ttf",
        (false, true, true) => "DejaVuSans-BoldOblique.ttf",
        (false, true, false) => "DejaVuSans-Bold.ttf",
        (false, false, true) => "DejaVuSans-Oblique.ttf",
        (false, false, false) => "DejaVuSans.ttf",
    });

    private SKTypeface Load(string file)
    {
        if (!_faces.TryGetValue(file, out var face))
        {
            // Null where there is no such file.
            face = SKTypeface.FromFile(Path.Combine(s_folder, file)) ?? throw new PdfFontsMissingException();
            _faces[file] = face;
        }

        return face;
    }
}
