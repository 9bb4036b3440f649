namespace CompareIntel.Benchmarks.Soak;

/// <summary>The product's memory at one moment.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="Comparisons">Ended until then.</param>
/// <param name="ResidentBytes">Of the process, in memory.</param>
/// <param name="HeapBytes">Of managed objects, with garbage that no collection has taken yet.</param>
internal sealed record SoakSample(TimeSpan At, int Comparisons, long ResidentBytes, long HeapBytes);
