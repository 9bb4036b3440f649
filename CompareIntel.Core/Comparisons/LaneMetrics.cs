namespace CompareIntel.Core.Comparisons;

/// <summary>What was measured of one lane, and what its provider reported. Null means unknown, never zero.</summary>
public sealed record LaneMetrics
{
    /// <summary>
    /// From the start of the comparison to the sending of the first request: the wait in our own queue, not part of
    /// <see cref="Duration"/>. Null when nothing was sent.
    /// </summary>
    public TimeSpan? StartedAt { get; init; }

    /// <summary>From sending the successful attempt's request to its first reasoning or text delta.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>From sending the first request to the end, retries included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Requests that were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>Tokens of the input as the provider reported them.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens of the output, reasoning included, as the provider reported them.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Cost in US dollars: reported by the provider, or else reported tokens times listed prices.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Whether <see cref="CostUsd"/> was computed from listed prices.</summary>
    public bool IsCostEstimated { get; init; }

    /// <summary>As the provider said it: <c>stop</c>, <c>length</c>, <c>content_filter</c> or a word of its own.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The model that the provider says answered.</summary>
    public string? ReportedModel { get; init; }

    /// <summary>The provider's own id of the response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The name of the provider that was asked; null when nobody was, or when it was not noted.</summary>
    public string? Provider { get; init; }

    /// <summary>What is known of the last request besides its answer; null when that is nothing.</summary>
    public CallTrace? Call { get; init; }

    /// <summary>Characters of answer text.</summary>
    public long TextLength { get; init; }

    /// <summary>Characters of reasoning.</summary>
    public long ReasoningLength { get; init; }

    /// <summary>Output tokens per second of generation (first token to end), from reported tokens; null when unknown.</summary>
    public double? TokensPerSecond =>
        OutputTokens is { } tokens && TimeToFirstToken is not null && GenerationTime is { TotalMilliseconds: >= 1 } time
            ? tokens / time.TotalSeconds
            : null;

    /// <summary>From the first token to the end.</summary>
    public TimeSpan? GenerationTime { get; init; }
}
