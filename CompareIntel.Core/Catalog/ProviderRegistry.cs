using System.Collections.Frozen;
using System.Collections.Immutable;
using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Catalog;

/// <summary>The providers in use, in the order in which they are asked for a model. Immutable.</summary>
public sealed class ProviderRegistry
{
    private readonly FrozenDictionary<string, IModelProvider> _byName;

    /// <summary>Keeps the given order. Names must differ in more than case.</summary>
    public ProviderRegistry(IEnumerable<IModelProvider> providers)
    {
        Providers = [.. providers];
        _byName = Providers.ToFrozenDictionary(static provider => provider.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All providers that are not disabled.</summary>
    public ImmutableArray<IModelProvider> Providers { get; }

    /// <summary>
    /// Makes the providers that <paramref name="options"/> name: real ones as configured, then simulated ones, so that nothing made up
    /// stands in for a real model of the same id.
    /// </summary>
    public static ProviderRegistry Create(ProvidersOptions options, Func<ProviderKind, ProviderFactory> factoryOf)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(factoryOf);
        return new(options.Entries
            .Where(static entry => !entry.Value.Disabled)
            .Select(entry => factoryOf(entry.Value.Kind!.Value)(entry.Key, entry.Value))
            .OrderBy(static provider => provider.IsSimulated));
    }

    /// <summary>The provider of this name in any case, or null.</summary>
    public IModelProvider? Find(string name) => _byName.GetValueOrDefault(name);
}
