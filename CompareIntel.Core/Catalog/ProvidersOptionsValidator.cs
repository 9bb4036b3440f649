using CompareIntel.Core.Providers;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Catalog;

/// <summary>Finds every fault of the configured providers at once and says what to do. No message holds a configured value.</summary>
internal sealed class ProvidersOptionsValidator : IValidateOptions<ProvidersOptions>
{
    private const double MaxSpeed = 100;

    public ValidateOptionsResult Validate(string? name, ProvidersOptions options)
    {
        var faults = new List<string>(options.ReadFaults);
        foreach (var (provider, entry) in options.Entries)
        {
            if (provider.Length == 0 || !provider.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
            {
                faults.Add($"Providers:{provider} is not a usable name; use only a to z, 0 to 9, '-' and '_'.");
            }

            // One that is switched off need not be complete.
            if (!entry.Disabled)
            {
                Validate($"Providers:{provider}", entry, faults);
            }
        }

        // A container that was given the catalogue twice reads everything twice.
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults.Distinct()) : ValidateOptionsResult.Success;
    }

    private static void Validate(string path, ProviderOptions entry, List<string> faults)
    {
        if (entry.Kind is null || !Enum.IsDefined(entry.Kind.Value))
        {
            faults.Add($"{path}:Kind must be one of {ProviderKinds.Names}.");
        }

        if (entry.Kind is ProviderKind.OpenAICompatible && entry.BaseUrl is null)
        {
            faults.Add($"{path}:BaseUrl is missing; set the server's address, such as http://127.0.0.1:8080/v1.");
        }

        if (entry.BaseUrl is { } url && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            faults.Add($"{path}:BaseUrl must be a whole address that begins with http:// or https://.");
        }

        if (entry.MaxConcurrentLanes < 1)
        {
            faults.Add($"{path}:MaxConcurrentLanes must be 1 or more; leave it out for no limit.");
        }

        if (!(entry.Speed is > 0 and <= MaxSpeed))
        {
            faults.Add($"{path}:Speed must be above 0 and at most {MaxSpeed}.");
        }
    }
}
