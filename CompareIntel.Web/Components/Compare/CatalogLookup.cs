using CompareIntel.Core.Catalog;

namespace CompareIntel.Web.Components.Compare;

/// <summary>Finds what the catalogue says of a model by the id that someone used for it.</summary>
internal static class CatalogLookup
{
    /// <summary>The model behind an exact id, or the first one with this bare id; null when it is not listed.</summary>
    public static ModelDescriptor? Find(this CatalogSnapshot catalog, string model) =>
        catalog.ProviderOf(model) is { } provider
            ? provider.Find(model[(provider.Name.Length + 1)..])
            : catalog.Providers.Select(other => other.Find(model)).FirstOrDefault(static found => found is not null);

    /// <summary>The provider that an exact id names; null for a bare id.</summary>
    public static ProviderCatalog? ProviderOf(this CatalogSnapshot catalog, string model) =>
        model.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? catalog.Providers.FirstOrDefault(provider => provider.Name.AsSpan().Equals(model.AsSpan(0, colon), StringComparison.OrdinalIgnoreCase))
            : null;
}
