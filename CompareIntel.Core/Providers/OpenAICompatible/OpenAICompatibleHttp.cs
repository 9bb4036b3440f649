namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>HTTP as the OpenAI-compatible clients need it: nothing buffered, nothing followed, no time limit of its own.</summary>
public static class OpenAICompatibleHttp
{
    /// <summary>
    /// A handler that any number of providers may share. It follows no redirect, because a redirect would carry the key to a host that
    /// nobody configured, and it keeps no cookies.
    /// </summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // A long-lived process must notice when a name gets another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        // Lanes of one comparison would otherwise queue behind the server's limit of streams per connection.
        EnableMultipleHttp2Connections = true,
        // An answer that nobody reads any more must stop at the provider too. A little reading is worth it only because the end of a
        // complete answer is usually on its way, and the connection can then be used again.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
        MaxResponseDrainSize = 16 * 1024,
    };

    /// <summary>A client without a time limit: how long an answer may take is the engine's to say. Owns its handler.</summary>
    public static HttpClient CreateClient() => new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
}
