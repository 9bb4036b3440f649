namespace CompareIntel.Benchmarks.Client;

/// <summary>Reads the JSON of one event of a system's stream.</summary>
internal delegate StreamEvent StreamEventParser(ReadOnlySpan<byte> json);
