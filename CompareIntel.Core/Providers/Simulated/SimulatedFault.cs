namespace CompareIntel.Core.Providers.Simulated;

/// <summary>How a simulated model fails.</summary>
internal enum SimulatedFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>For about one prompt in three: half of those before the first token, half in the middle.</summary>
    Flaky,

    /// <summary>The key is refused.</summary>
    Unauthorized,

    /// <summary>Every request is one too many.</summary>
    RateLimited,

    /// <summary>The first request for a prompt is one too many, the next is answered.</summary>
    Recovers,

    /// <summary>Nothing ever arrives.</summary>
    Hangs,

    /// <summary>Silence from the middle on.</summary>
    Stalls,

    /// <summary>The connection breaks in the middle.</summary>
    ConnectionLost,

    /// <summary>An error object arrives in the middle.</summary>
    ProviderError,

    /// <summary>What arrives in the middle is not the protocol.</summary>
    Malformed,

    /// <summary>The answer ends properly and has no text.</summary>
    Empty,
}
