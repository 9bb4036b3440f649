using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Catalog;

/// <summary>Who answers for a model id.</summary>
/// <param name="Provider">The provider to ask.</param>
/// <param name="ModelId">The id that it knows the model by.</param>
/// <param name="Descriptor">What its list says; null for a model that is not listed.</param>
public sealed record ResolvedModel(IModelProvider Provider, string ModelId, ModelDescriptor? Descriptor);
