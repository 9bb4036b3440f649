using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>All that a card shows besides the text. Equal values mean that nothing has to be rendered again.</summary>
public sealed record CardStatus
{
    public required LaneState State { get; init; }

    /// <summary>Reasoning has arrived and no text yet.</summary>
    public bool IsReasoning { get; init; }

    /// <summary>1 for the next to go; null when the lane does not wait in a queue.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Requests sent so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The first request's time, from the comparison's start.</summary>
    public TimeSpan? StartedAt { get; init; }

    /// <summary>The last delta's time; null when none has arrived or the lane has ended.</summary>
    public TimeSpan? LastDeltaAt { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>From the first thought to the first word, or to the lane's end; null while it thinks or when it never did.</summary>
    public TimeSpan? ThinkingTime { get; init; }

    /// <summary>The lane reasons or has reasoned.</summary>
    public bool HasReasoning { get; init; }

    /// <summary>Output tokens estimated from the characters that have arrived.</summary>
    public long EstimatedTokens { get; init; }

    /// <summary>Estimated tokens per second from the first delta to the last one.</summary>
    public double? EstimatedRate { get; init; }

    /// <summary>The attempt that failed, while the lane waits to try again.</summary>
    public AttemptFailed? Retry { get; init; }

    public LaneFailure? Failure { get; init; }

    /// <summary>Set when the lane has ended.</summary>
    public LaneMetrics? Metrics { get; init; }

    public bool HasText { get; init; }

    /// <summary>What does not move with every delta.</summary>
    public CardStatus WithoutEstimates => this with { EstimatedTokens = 0, EstimatedRate = null, LastDeltaAt = null };

    /// <summary>Whether words, if nothing else has come since, have changed no more than the estimates. Told without making a status, for every frame.</summary>
    internal bool StandsWith(LaneProgress lane) =>
        State == lane.State && IsReasoning == lane.IsReasoning && HasReasoning == (lane.FirstReasoningAt is not null) && HasText == (lane.TextLength > 0);

    public static CardStatus Of(LaneProgress lane)
    {
        var lastDelta = lane.LastDeltaAt;
        var estimate = (lane.TextLength + lane.ReasoningLength + 3) / 4;
        var generation = lastDelta - lane.FirstDeltaAt;
        return new CardStatus
        {
            State = lane.State,
            IsReasoning = lane.IsReasoning,
            QueuePosition = lane.QueuePosition,
            Attempts = lane.Attempts,
            StartedAt = lane.StartedAt,
            LastDeltaAt = lane.State == LaneState.Streaming ? lastDelta : null,
            TimeToFirstToken = lane.TimeToFirstToken,
            ThinkingTime = (lane.FirstTextAt ?? lane.EndedAt) - lane.FirstReasoningAt is { } time && time > TimeSpan.Zero ? time : null,
            HasReasoning = lane.FirstReasoningAt is not null,
            EstimatedTokens = estimate,
            EstimatedRate = generation is { TotalMilliseconds: >= 200 } ? estimate / generation.Value.TotalSeconds : null,
            Retry = lane.State == LaneState.Connecting && lane.LastAttemptFailed?.Elapsed > lane.AttemptStartedAt ? lane.LastAttemptFailed : null,
            Failure = lane.Failure,
            Metrics = lane.Metrics,
            HasText = lane.TextLength > 0,
        };
    }
}
