namespace CompareIntel.Core.Catalog;

/// <summary>How far a provider's list can be relied on.</summary>
public enum CatalogState
{
    /// <summary>It was asked for the first time, or will be in a moment.</summary>
    Loading,

    /// <summary>The list is what the provider said last.</summary>
    Ready,

    /// <summary>The last attempt failed. An older list, if there was one, stays usable.</summary>
    Unreachable,
}
