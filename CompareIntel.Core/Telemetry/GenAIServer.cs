using CompareIntel.Core.Providers;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Telemetry;

/// <summary>What the conventions call a provider, and where it is.</summary>
/// <param name="Name">One of the well-known names where the address is that vendor's own, else the name that the provider is configured under.</param>
/// <param name="Address">Host; null where there is none, such as for simulated models.</param>
/// <param name="Port">Null exactly when <paramref name="Address"/> is.</param>
internal sealed record GenAIServer(string Name, string? Address, int? Port)
{
    public static GenAIServer Of(IModelProvider provider)
    {
        var url = (provider.ChatClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderUri;
        return url is { IsAbsoluteUri: true }
            ? new GenAIServer(WellKnownName(url.Host) ?? provider.Name, url.Host, url.Port)
            : new GenAIServer(provider.Name, null, null);
    }

    private static string? WellKnownName(string host) => host.ToLowerInvariant() switch
    {
        "api.openai.com" => "openai",
        "generativelanguage.googleapis.com" => "gcp.gemini",
        "api.anthropic.com" => "anthropic",
        "api.mistral.ai" => "mistral_ai",
        "api.deepseek.com" => "deepseek",
        "api.groq.com" => "groq",
        "api.x.ai" => "x_ai",
        "api.perplexity.ai" => "perplexity",
        "api.cohere.ai" or "api.cohere.com" => "cohere",
        "api.moonshot.ai" => "moonshot_ai",
        var other => other.EndsWith(".openai.azure.com", StringComparison.Ordinal) ? "azure.ai.openai" : null,
    };
}
