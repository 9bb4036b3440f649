using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Catalog;

/// <summary>Where a model id leads: the provider, the id that the provider knows, and what the catalogue says of it if it lists it.</summary>
public sealed record ResolvedModel(IModelProvider Provider, string ModelId, ModelDescriptor? Descriptor);

/// <summary>Finds the provider of a model id; null when there is none.</summary>
public delegate ValueTask<ResolvedModel?> ModelResolver(string id, CancellationToken cancellationToken);
