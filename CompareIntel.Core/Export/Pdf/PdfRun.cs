namespace CompareIntel.Core.Export.Pdf;

/// <summary>Text in one style; a line break is <c>\n</c>.</summary>
internal sealed record PdfRun(string Text, PdfStyle Style);
