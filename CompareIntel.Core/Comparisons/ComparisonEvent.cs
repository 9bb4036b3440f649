namespace CompareIntel.Core.Comparisons;

/// <summary>
/// One entry of a <see cref="ComparisonLog"/>. The log sets <see cref="Sequence"/> and <see cref="Elapsed"/> when the event is
/// appended; after that an event never changes.
/// </summary>
/// <remarks>
/// The order a reader can rely on: every <see cref="LaneCreated"/>, in lane order, before anything else; each lane's own events in the
/// order they happened; exactly one <see cref="LaneEnded"/> per lane, after all else of that lane; <see cref="ComparisonEnded"/> once, last.
/// </remarks>
public abstract record ComparisonEvent
{
    private protected ComparisonEvent()
    {
    }

    /// <summary>The place in the log, from 1, without gaps.</summary>
    public long Sequence { get; internal set; }

    /// <summary>Monotonic time from the comparison's start to this event.</summary>
    public TimeSpan Elapsed { get; internal set; }
}

/// <summary>An event of one lane; <paramref name="Lane"/> is its index in the request, from 0.</summary>
public abstract record LaneEvent(int Lane) : ComparisonEvent;

/// <summary>The lane exists. <paramref name="Model"/> is the id as it was asked for.</summary>
public sealed record LaneCreated(int Lane, string Model) : LaneEvent(Lane);

/// <summary>The lane waits for its provider's gate; <paramref name="Position"/> is 1 for the next to go. Sent again at each step within the first eight places, and before them at 16, 32, 64 ...</summary>
public sealed record LaneQueued(int Lane, int Position) : LaneEvent(Lane);

/// <summary>A request is being sent to the provider. <paramref name="Attempt"/> counts from 1.</summary>
public sealed record AttemptStarted(int Lane, int Attempt) : LaneEvent(Lane);

/// <summary>
/// An attempt failed. With <paramref name="RetryIn"/> the next one follows after that time; without it the lane fails.
/// </summary>
/// <param name="Lane">Index of the lane.</param>
/// <param name="Attempt">Number of the attempt, from 1; 0 when the lane failed before anything could be sent.</param>
/// <param name="Failure">What went wrong, in words for the user.</param>
/// <param name="RetryIn">Time until the next attempt, or null when there is none.</param>
/// <param name="HasText">Whether the lane had produced answer text before.</param>
public sealed record AttemptFailed(int Lane, int Attempt, LaneFailure Failure, TimeSpan? RetryIn, bool HasText) : LaneEvent(Lane)
{
    /// <summary>What is known of the request; null when that is nothing.</summary>
    public CallTrace? Call { get; init; }
}

/// <summary>A piece of the model's reasoning, exactly as the provider sent it.</summary>
public sealed record ReasoningReceived(int Lane, string Text) : LaneEvent(Lane);

/// <summary>A piece of the answer, exactly as the provider sent it.</summary>
public sealed record TextReceived(int Lane, string Text) : LaneEvent(Lane);

/// <summary>The lane's one terminal event.</summary>
/// <param name="Lane">Index of the lane.</param>
/// <param name="State">Finished, stopped, failed or interrupted.</param>
/// <param name="Failure">Set exactly when <paramref name="State"/> is failed.</param>
/// <param name="Metrics">What was measured and what the provider reported.</param>
public sealed record LaneEnded(int Lane, LaneState State, LaneFailure? Failure, LaneMetrics Metrics) : LaneEvent(Lane);

/// <summary>The comparison's last event.</summary>
public sealed record ComparisonEnded(ComparisonState State, ComparisonSummary Summary) : ComparisonEvent
{
    /// <summary>The end that follows from the lanes' ends, one per lane in lane order.</summary>
    internal static ComparisonEnded Of(IReadOnlyList<LaneEnded> lanes, DateTimeOffset endedAt) => new(ToState(lanes), ComparisonSummary.Of(lanes, endedAt));

    private static ComparisonState ToState(IReadOnlyList<LaneEnded> lanes) =>
        lanes.Any(static lane => lane.State == LaneState.Interrupted) ? ComparisonState.Interrupted
        : lanes.Any(static lane => lane.State == LaneState.Stopped) && !lanes.Any(static lane => lane.State == LaneState.Finished) ? ComparisonState.Stopped
        : ComparisonState.Completed;
}
