namespace CompareIntel.Core.Providers;

/// <summary>Names under which provider clients pass on what Microsoft.Extensions.AI has no place for.</summary>
public static class ProviderProperties
{
    /// <summary>Cost of the response in US dollars, a <see cref="decimal"/>, on the usage content.</summary>
    public const string CostUsd = "cost_usd";

    /// <summary>Where a client notes what it learns of the request, a <see cref="ProviderCall"/>, in the options of the request.</summary>
    public const string Call = "compareintel_call";
}
