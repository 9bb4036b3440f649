using CompareIntel.Core.Providers;
using Microsoft.Extensions.Configuration;

namespace CompareIntel.Core.Catalog;

/// <summary>
/// Reads <see cref="ProvidersOptions"/>. The configuration binder would stop at the first value that it can't convert; an operator
/// should see all of them at once.
/// </summary>
internal static class ProvidersConfiguration
{
    public const string SimulatedName = "simulated";

    public static void Read(ProvidersOptions options, IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection(ProvidersOptions.SectionName).GetChildren())
        {
            options.Entries[section.Key] = ReadProvider(section, options.ReadFaults);
        }

        WellKnownProviders.Add(options, configuration);
        AddSimulated(options);
    }

    private static ProviderOptions ReadProvider(IConfigurationSection section, List<string> faults)
    {
        var provider = new ProviderOptions
        {
            Kind = ReadValue<ProviderKind?>(section, nameof(ProviderOptions.Kind), $"must be one of {ProviderKinds.Names}", faults),
            ApiKey = section[nameof(ProviderOptions.ApiKey)],
            MaxConcurrentLanes = ReadValue<int?>(section, nameof(ProviderOptions.MaxConcurrentLanes), "must be a whole number", faults),
            Disabled = ReadValue<bool?>(section, nameof(ProviderOptions.Disabled), "must be true or false", faults) ?? false,
            Seed = ReadValue<int?>(section, nameof(ProviderOptions.Seed), "must be a whole number", faults) ?? 0,
            Speed = ReadValue<double?>(section, nameof(ProviderOptions.Speed), "must be a number", faults) ?? 1,
        };
        if (section[nameof(ProviderOptions.BaseUrl)] is { Length: > 0 } baseUrl)
        {
            // A relative one is kept for the validator, which says what is missing.
            provider.BaseUrl = new(baseUrl, UriKind.RelativeOrAbsolute);
        }

        foreach (var header in section.GetSection(nameof(ProviderOptions.Headers)).GetChildren())
        {
            provider.Headers[header.Key] = header.Value ?? "";
        }

        return provider;
    }

    // The value itself stays out of the message: it may be a key that stands in the wrong place.
    private static T? ReadValue<T>(IConfigurationSection section, string key, string rule, List<string> faults)
    {
        try
        {
            return section.GetValue<T>(key);
        }
        catch (InvalidOperationException)
        {
            faults.Add($"{section.Path}:{key} {rule}.");
            return default;
        }
    }

    private static void AddSimulated(ProvidersOptions options)
    {
        if (!options.Entries.TryGetValue(SimulatedName, out var simulated))
        {
            options.Entries.Add(SimulatedName, simulated = new());
        }

        // Whoever sets only its seed or speed means the embedded one.
        if (simulated.BaseUrl is null)
        {
            simulated.Kind ??= ProviderKind.Simulated;
        }
    }
}
