using System.Collections.Concurrent;
using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Comparisons;

/// <summary>One <see cref="LaneGate"/> per provider that has a limit, shared by all comparisons of the process.</summary>
public sealed class LaneGates
{
    private readonly ConcurrentDictionary<string, LaneGate> _gates = new(StringComparer.Ordinal);

    internal LaneGate? For(IModelProvider provider) =>
        provider.MaxConcurrentLanes is { } capacity ? _gates.GetOrAdd(provider.Name, static (_, limit) => new LaneGate(limit), capacity) : null;
}
