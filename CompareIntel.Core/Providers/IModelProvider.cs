using CompareIntel.Core.Catalog;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers;

/// <summary>
/// A configured source of models. One instance serves all lanes at once.
/// </summary>
public interface IModelProvider
{
    /// <summary>The name it is configured under, the part before the colon in <c>provider:model</c>.</summary>
    string Name { get; }

    /// <summary>Whether answers are made up here, which every card must say.</summary>
    bool IsSimulated { get; }

    /// <summary>Whether it takes ids that <see cref="ListModelsAsync"/> does not name and lets the server judge.</summary>
    bool AcceptsUnlistedModels { get; }

    /// <summary>Lanes that may run at once; null for no limit.</summary>
    int? MaxConcurrentLanes { get; }

    /// <summary>
    /// The client for all of this provider's models; the model is <see cref="ChatOptions.ModelId"/>.
    /// </summary>
    /// <remarks>
    /// Streams <see cref="TextContent"/>, <see cref="TextReasoningContent"/> and <see cref="UsageContent"/>. Reported cost stands in
    /// the usage content's additional properties under <see cref="ProviderProperties.CostUsd"/>. Failures that a provider or network
    /// causes are thrown as <see cref="ProviderException"/>.
    /// </remarks>
    IChatClient ChatClient { get; }

    /// <summary>The models it offers now. Throws <see cref="ProviderException"/> when it can't be reached.</summary>
    Task<IReadOnlyList<ModelDescriptor>> ListModelsAsync(CancellationToken cancellationToken);
}
