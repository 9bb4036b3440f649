namespace CompareIntel.Benchmarks.Processes;

/// <summary>What a <see cref="Rig"/> consists of.</summary>
/// <param name="Rate">Upstream's deltas per second and stream.</param>
/// <param name="Seconds">How long each stream lasts.</param>
/// <param name="WebDll">The product.</param>
/// <param name="WithFloor">Whether the floor runs as well.</param>
internal sealed record RigOptions(int Rate, int Seconds, string WebDll, bool WithFloor)
{
    /// <summary>Environment of the product besides its provider and data folder; none is as shipped.</summary>
    public IReadOnlyDictionary<string, string> ProductSettings { get; init; } = new Dictionary<string, string>();
}
