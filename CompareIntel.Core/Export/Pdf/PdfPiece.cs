using SkiaSharp;

namespace CompareIntel.Core.Export.Pdf;

/// <summary>Text of one font on one line, and how wide it is.</summary>
internal sealed record PdfPiece(string Text, PdfStyle Style, SKTypeface Typeface, float Width);
