using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CompareIntel.Core.Catalog;

/// <summary>What is known of one provider's models. Immutable.</summary>
public sealed record ProviderCatalog
{
    private readonly FrozenDictionary<string, ModelDescriptor> _byId = FrozenDictionary<string, ModelDescriptor>.Empty;

    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its answers are made up.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Whether an administrator has switched it off: none of its models can be asked now.</summary>
    public bool IsOff { get; init; }

    /// <summary>How far <see cref="Models"/> can be relied on.</summary>
    public CatalogState State { get; init; }

    /// <summary>What went wrong and what to do; set exactly when the state is unreachable. Holds no secret and no provider text.</summary>
    public string? Message { get; init; }

    /// <summary>When a list arrived last.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>From when on it is asked again; null before the first attempt has ended.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>Its models in its own order, each id once.</summary>
    public ImmutableArray<ModelDescriptor> Models
    {
        get;
        init
        {
            field = [.. value.DistinctBy(static model => model.Id)];
            _byId = field.ToFrozenDictionary(static model => model.Id, StringComparer.Ordinal);
        }
    } = [];

    /// <summary>The model with exactly this id, or null.</summary>
    public ModelDescriptor? Find(string id) => _byId.GetValueOrDefault(id);
}
