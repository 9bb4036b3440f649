using System.Collections.Immutable;

namespace CompareIntel.Core.Catalog;

/// <summary>What all providers offer, as far as it is known at one moment. Immutable.</summary>
/// <param name="Providers">In the order in which they are asked for a model.</param>
public sealed record CatalogSnapshot(ImmutableArray<ProviderCatalog> Providers)
{
    /// <summary>All models, provider by provider, those of providers that are switched off too.</summary>
    public IEnumerable<ModelDescriptor> Models => Providers.SelectMany(static provider => provider.Models);

    /// <summary>The first three models of the first provider that is on, is ready and has any: what a new page shows.</summary>
    public ImmutableArray<ModelDescriptor> DefaultLineUp =>
        Providers.FirstOrDefault(static provider => !provider.IsOff && provider.State is CatalogState.Ready && provider.Models.Length > 0)
            is { } first ? [.. first.Models.Take(3)] : [];
}
