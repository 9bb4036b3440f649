using CompareIntel.Benchmarks.Client;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>What so many pages cost from the first delta until the last one had arrived.</summary>
internal sealed record CircuitFigures
{
    public required CircuitLoad Load { get; init; }

    public required TimeSpan Duration { get; init; }

    public required TimeSpan ServerCpu { get; init; }

    public required TimeSpan UpstreamCpu { get; init; }

    public required TimeSpan ClientCpu { get; init; }

    public required long Batches { get; init; }

    public required long BatchBytes { get; init; }

    public required long WireBytes { get; init; }

    /// <summary>Between two batches of one page, in milliseconds.</summary>
    public required double GapMedian { get; init; }

    public required double GapP95 { get; init; }

    public required LatencyHistogram Latency { get; init; }

    public required long StampsExpected { get; init; }

    public required long StampsMissing { get; init; }

    public required long PeakResidentBytes { get; init; }

    /// <summary>Until the stopped lane's end arrived; null when none was stopped, or its end never came.</summary>
    public required TimeSpan? StopTime { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    public bool IsWhole => StampsMissing == 0 && Faults.Count == 0;

    public double DurationRatio => Duration / Load.ScriptedDuration;

    public double ServerCores => ServerCpu / Duration;

    public double UpstreamCores => UpstreamCpu / Duration;

    public double ClientCores => ClientCpu / Duration;

    public double BatchesPerSecond => Batches / Duration.TotalSeconds / Load.Circuits;

    public double BatchBytesPerDelta => (double)BatchBytes / Load.TotalDeltas;

    public double BatchBytesPerCharacter => (double)BatchBytes / Load.TotalCharacters;

    public double WireBytesPerCharacter => (double)WireBytes / Load.TotalCharacters;
}
