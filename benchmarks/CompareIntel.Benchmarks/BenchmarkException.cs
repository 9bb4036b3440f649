namespace CompareIntel.Benchmarks;

/// <summary>What was asked for can't be measured; the message says why and is all that is printed.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
