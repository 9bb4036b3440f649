using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Providers;

/// <summary>
/// A failure that a provider or the network caused. <see cref="Exception.Message"/> is for the log: it may quote the provider, with
/// our key struck out. What users read is made from <see cref="Kind"/>.
/// </summary>
public sealed class ProviderException : Exception
{
    public ProviderException(FailureKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public FailureKind Kind { get; }

    /// <summary>HTTP status, where there was a response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How long the provider asks to wait before the next request.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
