using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Catalog;

/// <summary>Makes the provider of one kind from its validated options; registered under its <see cref="ProviderKind"/> as the service key.</summary>
public delegate IModelProvider ProviderFactory(string name, ProviderOptions options);
