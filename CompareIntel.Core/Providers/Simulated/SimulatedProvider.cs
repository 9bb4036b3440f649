using System.Collections.Immutable;
using CompareIntel.Core.Catalog;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>
/// Answers made up here, with no key and no network: the same seed, model and messages always give the same answer. Answers say what
/// they are, and models of the category <c>Faults</c> fail in the ways that providers do.
/// </summary>
public sealed class SimulatedProvider : IModelProvider
{
    private readonly ImmutableArray<ModelDescriptor> _models;

    public SimulatedProvider(string name, ProviderOptions options, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        Name = name;
        MaxConcurrentLanes = options.MaxConcurrentLanes;
        ChatClient = new SimulatedChatClient(name, options.Seed, options.Speed, timeProvider);
        _models = [.. SimulatedModels.All.Select(model => model.Describe(name))];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public bool AcceptsUnlistedModels => false;

    /// <inheritdoc/>
    public int? MaxConcurrentLanes { get; }

    /// <inheritdoc/>
    public IChatClient ChatClient { get; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelDescriptor>> ListModelsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelDescriptor>>(_models);
}
