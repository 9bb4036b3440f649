using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>
/// Where one lane's time went, up to its end or to now. <see cref="Queue"/>, <see cref="Wait"/>, <see cref="Pauses"/> and <see cref="Streaming"/> follow each
/// other and add up to <see cref="Total"/>; what our server, the connection and the browser took lies beside the streaming and is told per word and batch.
/// </summary>
public sealed record LaneExplanation
{
    /// <summary>Index in the request.</summary>
    public required int Lane { get; init; }

    /// <summary>The id as it was asked for.</summary>
    public required string Model { get; init; }

    public required LaneState State { get; init; }

    public required LaneTimeline Timeline { get; init; }

    /// <summary>Set when it failed.</summary>
    public required LaneFailure? Failure { get; init; }

    /// <summary>From the comparison's start to the lane's end, or to now.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>In our own queue, before the first request.</summary>
    public required TimeSpan Queue { get; init; }

    /// <summary>From each request to the provider's first bytes, all requests together.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>Between a request that failed and the next one.</summary>
    public required TimeSpan Pauses { get; init; }

    /// <summary>From the provider's first bytes to the end.</summary>
    public required TimeSpan Streaming { get; init; }

    /// <summary>When the first delta was in the log, from the comparison's start; null when there was none.</summary>
    public required TimeSpan? FirstWordAt { get; init; }

    public required IReadOnlyList<AttemptExplanation> Attempts { get; init; }

    /// <summary>What is known of the last request; null when that is nothing.</summary>
    public CallTrace? Call => Attempts.Count > 0 ? Attempts[^1].Call : null;

    internal static LaneExplanation Of(LaneCreated created, IReadOnlyList<LaneEvent> events, TimeSpan now)
    {
        var timeline = LaneTimeline.Empty;
        var attempts = new List<AttemptExplanation>();
        var progress = new LaneProgress(created.Lane, created.Model);
        foreach (var item in events)
        {
            timeline = timeline.With(item);
            progress.Apply(item);
            switch (item)
            {
                case AttemptStarted started:
                    attempts.Add(new AttemptExplanation(started.Attempt, started.Elapsed, null, null, null, null, null));
                    break;
                case TextReceived or ReasoningReceived when attempts is [.., { FirstDeltaAt: null } attempt]:
                    attempts[^1] = attempt with { FirstDeltaAt = item.Elapsed };
                    break;
                // Between two attempts the lane may still fail, say because the provider was switched off; that is no fault of the one before.
                case AttemptFailed failed when attempts is [.., { EndedAt: null } attempt]:
                    attempts[^1] = attempt with { EndedAt = item.Elapsed, Call = failed.Call, Failure = failed.Failure, RetryIn = failed.RetryIn };
                    break;
                case LaneEnded ended when attempts is [.., { EndedAt: null } attempt]:
                    attempts[^1] = attempt with { EndedAt = item.Elapsed, Call = ended.Metrics.Call };
                    break;
                default:
                    break;
            }
        }

        var total = progress.EndedAt ?? now;
        var queue = attempts.Count > 0 ? attempts[0].StartedAt : total;
        var (wait, streaming) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var (index, attempt) in attempts.Index())
        {
            // The last one lasts as long as the lane, which ends a moment after it.
            var end = index < attempts.Count - 1 ? attempt.EndedAt ?? total : total;
            var answered = attempt.AnsweredAt is { } at && at < end ? at : end;
            wait += answered - attempt.StartedAt;
            streaming += end - answered;
        }

        return new LaneExplanation
        {
            Lane = created.Lane,
            Model = created.Model,
            State = progress.State,
            Timeline = timeline,
            Failure = progress.Failure,
            Total = total,
            Queue = queue,
            Wait = wait,
            Pauses = total - queue - wait - streaming,
            Streaming = streaming,
            FirstWordAt = progress.FirstDeltaAt,
            Attempts = attempts,
        };
    }
}
