using System.Globalization;
using SkiaSharp;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>The pages of a PDF, A4, filled from top to bottom. Sizes in points.</summary>
internal sealed class PdfPages : IDisposable
{
    public const float Left = 54;
    public const float Width = PageWidth - (2 * Left);

    private const float PageWidth = 595;
    private const float PageHeight = 842;
    private const float Top = 60;
    private const float Bottom = PageHeight - 62;
    private const float LineHeight = 1.42f;

    private static readonly SKColor s_ink = new(0x1d, 0x1e, 0x20);
    private static readonly SKColor s_muted = new(0x5a, 0x5c, 0x61);
    private static readonly SKColor s_link = new(0x24, 0x56, 0xc8);
    private static readonly SKColor s_sunk = new(0xf2, 0xf1, 0xee);
    private static readonly SKColor s_rule = new(0xd0, 0xcd, 0xc6);

    private readonly SKDocument _document;
    private readonly PdfFonts _fonts;
    private readonly string _title;
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private SKCanvas? _canvas;
    private int _page;
    private float _y = Bottom;

    public PdfPages(SKDocument document, PdfFonts fonts, string title)
    {
        _document = document;
        _fonts = fonts;
        _title = title;
    }

    /// <summary>Leaves so much room, unless a page has just begun.</summary>
    public void Space(float height)
    {
        if (_canvas is not null && _y > Top)
        {
            _y += height;
        }
    }

    /// <summary>Begins a page unless there is so much room on this one.</summary>
    public void Need(float height)
    {
        if (_canvas is null || _y + height > Bottom)
        {
            EndPage();
            _canvas = _document.BeginPage(PageWidth, PageHeight);
            _page++;
            _y = Top;
        }
    }

    public static float HeightOf(IReadOnlyList<PdfPiece> line, float size) => line.Select(static piece => piece.Style.Size).DefaultIfEmpty(size).Max() * LineHeight;

    public void WriteLine(IReadOnlyList<PdfPiece> line, float left, float size, float? shadedWidth = null) => WriteRow([(line, left)], size, shadedWidth is { } width ? (left, width) : null);

    /// <summary>Lines side by side, such as those of a table's row.</summary>
    public void WriteRow(IReadOnlyList<(IReadOnlyList<PdfPiece> Line, float Left)> cells, float size, (float Left, float Width)? shade = null)
    {
        var height = cells.Select(cell => HeightOf(cell.Line, size)).DefaultIfEmpty(size * LineHeight).Max();
        Need(height);
        if (shade is { } area)
        {
            _paint.Color = s_sunk;
            _canvas!.DrawRect(area.Left - 6, _y, area.Width + 12, height + 0.5f, _paint);
        }

        foreach (var (line, left) in cells)
        {
            var x = left;
            foreach (var piece in line)
            {
                Draw(piece, x, height);
                x += piece.Width;
            }
        }

        _y += height;
    }

    public void WriteRule(float left, float width)
    {
        Need(1);
        _paint.Color = s_rule;
        _canvas!.DrawRect(left, _y, width, 0.6f, _paint);
        _y += 1;
    }

    /// <summary>A bar beside what stands between <paramref name="mark"/> and here, where both are on the same page.</summary>
    public void WriteBar((int Page, float Y) mark, float left)
    {
        _paint.Color = s_rule;
        var top = mark.Page == _page ? mark.Y : Top;
        if (_canvas is not null && _y > top)
        {
            _canvas.DrawRect(left, top, 2, _y - top, _paint);
        }
    }

    public (int Page, float Y) Mark() => (_page, _y);

    public void EndPage()
    {
        if (_canvas is null)
        {
            return;
        }

        var style = new PdfStyle(8) { Muted = true };
        foreach (var (text, right) in new[] { (_title, false), (_page.ToString(CultureInfo.InvariantCulture), true) })
        {
            var pieces = new PdfLines(_fonts).Break([new PdfRun(text, style)], Width - 60)[0];
            var x = right ? Left + Width - pieces.Sum(static piece => piece.Width) : Left;
            _y = PageHeight - 44;
            foreach (var piece in pieces)
            {
                Draw(piece, x, 12);
                x += piece.Width;
            }
        }

        _document.EndPage();
        _canvas = null;
    }

    public void Dispose() => _paint.Dispose();

    private void Draw(PdfPiece piece, float x, float height)
    {
        var style = piece.Style;
        _paint.Color = style.Address is not null ? s_link : style.Muted ? s_muted : s_ink;
        var baseline = _y + (height / 2) + (style.Size * 0.36f);
        _canvas!.DrawText(piece.Text, x, baseline, SKTextAlign.Left, _fonts.FontOf(piece.Typeface, style.Size), _paint);
        if (style.Strikethrough)
        {
            _canvas.DrawRect(x, baseline - (style.Size * 0.28f), piece.Width, 0.6f, _paint);
        }

        if (style.Address is { } address)
        {
            _canvas.DrawUrlAnnotation(new SKRect(x, _y, x + piece.Width, _y + height), address);
        }
    }
}
