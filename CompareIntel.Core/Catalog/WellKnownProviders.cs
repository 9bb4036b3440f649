using CompareIntel.Core.Providers;
using Microsoft.Extensions.Configuration;

namespace CompareIntel.Core.Catalog;

/// <summary>Providers that a variable of the vendor's own name is enough for.</summary>
internal static class WellKnownProviders
{
    private const string OllamaHost = "OLLAMA_HOST";
    private const int OllamaPort = 11434;

    private static readonly (string Variable, string Name, string BaseUrl)[] s_byKey =
    [
        ("OPENROUTER_API_KEY", "openrouter", "https://openrouter.ai/api/v1"),
        ("OPENAI_API_KEY", "openai", "https://api.openai.com/v1"),
        ("GEMINI_API_KEY", "gemini", "https://generativelanguage.googleapis.com/v1beta/openai"),
    ];

    public static void Add(ProvidersOptions options, IConfiguration configuration)
    {
        foreach (var (variable, name, baseUrl) in s_byKey)
        {
            if (configuration[variable]?.Trim() is { Length: > 0 } key)
            {
                Add(options, name, new(baseUrl), key, maxConcurrentLanes: null);
            }
        }

        if (configuration[OllamaHost]?.Trim() is { Length: > 0 } host)
        {
            if (OllamaUrl(host) is { } url)
            {
                // One machine's GPU answers one lane at a time; more at once make all of them slow.
                Add(options, "ollama", url, key: null, maxConcurrentLanes: 1);
            }
            else
            {
                options.ReadFaults.Add($"{OllamaHost} must be a host, host:port or http://host:port.");
            }
        }
    }

    /// <summary>The address of Ollama's OpenAI-compatible endpoint, read the way Ollama itself reads the variable; null if it can't be.</summary>
    public static Uri? OllamaUrl(string host)
    {
        // A scheme that nobody knows has no port of its own, so that a missing port can be told from an explicit 80.
        var hasScheme = host.Contains("://", StringComparison.Ordinal);
        var text = hasScheme ? host : $"ollama://{(host.StartsWith(':') ? "127.0.0.1" : "")}{host}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
            || (hasScheme && uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        return new UriBuilder
        {
            Scheme = hasScheme ? uri.Scheme : Uri.UriSchemeHttp,

            // "Every address" is where a server listens; a client has to name one.
            Host = uri.Host switch { "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", var name => name },
            Port = uri.Port >= 0 ? uri.Port : OllamaPort,
            Path = $"{uri.AbsolutePath.TrimEnd('/')}/v1",
        }.Uri;
    }

    private static void Add(ProvidersOptions options, string name, Uri baseUrl, string? key, int? maxConcurrentLanes)
    {
        if (!options.Entries.TryGetValue(name, out var provider))
        {
            options.Entries.Add(name, provider = new());
        }

        // With an address of its own it is somebody else's server, which must not get this key.
        if (provider.BaseUrl is null && provider.Kind is null or ProviderKind.OpenAICompatible)
        {
            provider.Kind = ProviderKind.OpenAICompatible;
            provider.BaseUrl = baseUrl;
            provider.ApiKey ??= key;
            provider.MaxConcurrentLanes ??= maxConcurrentLanes;
        }
    }
}
