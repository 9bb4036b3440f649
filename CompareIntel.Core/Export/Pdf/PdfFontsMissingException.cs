namespace CompareIntel.Core.Export.Pdf;

/// <summary>A PDF can't be made here, because the fonts that it would hold are not installed. The message says what to do.</summary>
public sealed class PdfFontsMissingException()
    : Exception("PDFs need the DejaVu fonts, which were not there when this server was built: npm or the network was missing. Build it again with both, or export as HTML and print that.");
