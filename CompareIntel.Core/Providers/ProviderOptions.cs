namespace CompareIntel.Core.Providers;

/// <summary>The kinds of provider that configuration can name.</summary>
public enum ProviderKind
{
    /// <summary>Any server that speaks OpenAI's chat completions protocol.</summary>
    OpenAICompatible,

    /// <summary>Answers made up here, without network.</summary>
    Simulated,
}

/// <summary>One entry of the <c>Providers</c> section; its key is the provider's name.</summary>
public sealed class ProviderOptions
{
    /// <summary>What it is. Required.</summary>
    public ProviderKind? Kind { get; set; }

    /// <summary>Where it is, up to and without <c>/chat/completions</c>: <c>http://127.0.0.1:9911/v1</c>. Required for OpenAICompatible.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Sent as a bearer token when set. Never printed.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Lanes that may run at once on this provider; unset for no limit.</summary>
    public int? MaxConcurrentLanes { get; set; }

    /// <summary>Whether the provider is left out. Lets an environment switch off one that a file configures.</summary>
    public bool Disabled { get; set; }

    /// <summary>Further headers of every request, such as <c>HTTP-Referer</c>.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Seed of a Simulated provider: the same seed, model and prompt give the same answer.</summary>
    public int Seed { get; set; }

    /// <summary>Speed of a Simulated provider: 2 is twice as quick, 0.5 half.</summary>
    public double Speed { get; set; } = 1;
}
