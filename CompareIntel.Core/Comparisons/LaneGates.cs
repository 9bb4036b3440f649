using System.Collections.Concurrent;
using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Comparisons;

/// <summary>One <see cref="LaneGate"/> per provider, shared by all comparisons of the process. Those of providers without a limit let everyone in and only count.</summary>
public sealed class LaneGates
{
    private readonly ConcurrentDictionary<string, LaneGate> _gates = new(StringComparer.Ordinal);

    /// <summary>How full each one is, by the providers' names. Those that no lane has come to yet are not among them.</summary>
    public IReadOnlyList<GateLoad> Loads => [.. _gates.OrderBy(static gate => gate.Key, StringComparer.Ordinal).Select(static gate => gate.Value.LoadOf(gate.Key))];

    internal LaneGate For(IModelProvider provider) => _gates.GetOrAdd(provider.Name, static (_, limit) => new LaneGate(limit), provider.MaxConcurrentLanes);
}

/// <summary>How full a provider's gate is.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Capacity">Lanes that may run at once; null for no limit.</param>
/// <param name="Running">Lanes that run.</param>
/// <param name="Waiting">Lanes in the queue.</param>
public sealed record GateLoad(string Provider, int? Capacity, int Running, int Waiting);
