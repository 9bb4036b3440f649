namespace CompareIntel.Benchmarks.Circuits;

/// <summary>One number of pages: their figures, and what the memory of one page is.</summary>
/// <param name="Figures">With pages.</param>
/// <param name="CoresWithoutPages">The server's, while the same comparisons run and nobody reads them; null where it was not measured.</param>
/// <param name="IdleMegabytes">Of one page without a comparison.</param>
/// <param name="StreamingMegabytes">Of one page with a comparison, without what the comparison takes itself.</param>
internal sealed record CircuitRow(CircuitFigures Figures, double? CoresWithoutPages, double? IdleMegabytes, double? StreamingMegabytes);
