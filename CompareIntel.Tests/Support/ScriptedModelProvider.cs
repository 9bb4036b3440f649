using CompareIntel.Core.Catalog;
using CompareIntel.Core.Providers;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Support;

/// <summary>A provider whose list is what the test says: an answer, a failure, or a task that the test completes later.</summary>
internal sealed class ScriptedModelProvider(string name, params string[] models) : IModelProvider
{
    private int _listings;

    public string Name => name;

    public bool IsSimulated { get; init; }

    public bool AcceptsUnlistedModels { get; init; } = true;

    public int? MaxConcurrentLanes => null;

    public IChatClient ChatClient => throw new NotSupportedException("The catalogue never talks to a model.");

    /// <summary>How often it has been asked.</summary>
    public int Listings => Volatile.Read(ref _listings);

    /// <summary>Replaces the list of the constructor.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<ModelDescriptor>>>? OnList { get; set; }

    public IReadOnlyList<ModelDescriptor> Describe() =>
        [.. models.Select(id => new ModelDescriptor { Provider = name, Id = id, Name = id, IsSimulated = IsSimulated })];

    public Task<IReadOnlyList<ModelDescriptor>> ListModelsAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _listings);
        return OnList is null ? Task.FromResult(Describe()) : OnList(cancellationToken);
    }
}
