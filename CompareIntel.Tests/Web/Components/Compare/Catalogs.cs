using CompareIntel.Core.Catalog;

namespace CompareIntel.Tests.Web.Components.Compare;

/// <summary>Catalogues made up by tests.</summary>
internal static class Catalogs
{
    public static CatalogSnapshot Of(params ProviderCatalog[] providers) => new([.. providers]);

    public static ProviderCatalog Provider(string name, params string[] models) => new()
    {
        Name = name,
        State = CatalogState.Ready,
        Models = [.. models.Select(id => new ModelDescriptor { Provider = name, Id = id, Name = $"Name of {id}" })],
    };
}
