using System.Globalization;

namespace CompareIntel.Benchmarks.Load;

/// <summary>One size of load: so many comparisons at once, each with so many lanes.</summary>
internal readonly record struct LoadRow(int Lanes, int Comparisons)
{
    /// <summary>Upstream's ids, one per lane.</summary>
    public IReadOnlyList<string> ToModels() =>
        [.. Enumerable.Range(0, Lanes).Select(static lane => string.Create(CultureInfo.InvariantCulture, $"m{lane}"))];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lanes} x {Comparisons}");
}
