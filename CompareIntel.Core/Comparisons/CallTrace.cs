namespace CompareIntel.Core.Comparisons;

/// <summary>
/// What is known of one request to a provider besides its answer. Times of the request count from when it was sent. Null means unknown: what came from a
/// provider without a network, or was stored before this was noted, has none of it.
/// </summary>
public sealed record CallTrace
{
    /// <summary>The ids that the provider gave the request, such as <c>x-request-id=req_1 cf-ray=8a</c>.</summary>
    public string? RequestIds { get; init; }

    /// <summary>Until the head of the response was there.</summary>
    public TimeSpan? HeadAfter { get; init; }

    /// <summary>Until the first bytes of its body were there.</summary>
    public TimeSpan? FirstBytesAfter { get; init; }

    /// <summary>From the arrival of the first delta's bytes to its event in the log.</summary>
    public TimeSpan? FirstDelay { get; init; }

    /// <summary>The same, of all deltas on average.</summary>
    public TimeSpan? MeanDelay { get; init; }

    /// <summary>The same, of the one that took longest.</summary>
    public TimeSpan? LongestDelay { get; init; }
}
