using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Catalog;

/// <summary>
/// The configured providers: the <c>Providers</c> section in the order of its keys, then those that well-known variables add, then
/// the embedded simulated one.
/// </summary>
public sealed class ProvidersOptions
{
    public const string SectionName = "Providers";

    /// <summary>Options by provider name, disabled ones included.</summary>
    public OrderedDictionary<string, ProviderOptions> Entries { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What could not be read; the validator reports it together with everything else.</summary>
    internal List<string> ReadFaults { get; } = [];
}
