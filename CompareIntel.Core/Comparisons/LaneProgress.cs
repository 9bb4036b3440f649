namespace CompareIntel.Core.Comparisons;

/// <summary>Where one lane stands, folded from its events: state, times and lengths, but no text. All times count from the comparison's start.</summary>
public sealed class LaneProgress
{
    internal LaneProgress(int lane, string model)
    {
        Lane = lane;
        Model = model;
    }

    /// <summary>Index in the request.</summary>
    public int Lane { get; }

    /// <summary>The id as it was asked for.</summary>
    public string Model { get; }

    public LaneState State { get; private set; } = LaneState.Queued;

    /// <summary>Place in the queue, 1 for the next to go; null when it does not wait.</summary>
    public int? QueuePosition { get; private set; }

    /// <summary>Requests sent so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>The first request's time.</summary>
    public TimeSpan? StartedAt { get; private set; }

    /// <summary>The current request's time.</summary>
    public TimeSpan? AttemptStartedAt { get; private set; }

    /// <summary>The first reasoning delta's time.</summary>
    public TimeSpan? FirstReasoningAt { get; private set; }

    /// <summary>The first text delta's time.</summary>
    public TimeSpan? FirstTextAt { get; private set; }

    /// <summary>The last delta's time.</summary>
    public TimeSpan? LastDeltaAt { get; private set; }

    /// <summary>The terminal event's time.</summary>
    public TimeSpan? EndedAt { get; private set; }

    /// <summary>The last attempt that failed; with a <c>RetryIn</c> the next one follows.</summary>
    public AttemptFailed? LastAttemptFailed { get; private set; }

    /// <summary>Set when the lane failed.</summary>
    public LaneFailure? Failure { get; private set; }

    /// <summary>Set when the lane has ended.</summary>
    public LaneMetrics? Metrics { get; private set; }

    /// <summary>Characters of text so far.</summary>
    public long TextLength { get; private set; }

    /// <summary>Characters of reasoning so far.</summary>
    public long ReasoningLength { get; private set; }

    /// <summary>From the current request to its first delta; null before it.</summary>
    public TimeSpan? TimeToFirstToken => Metrics is null ? FirstDeltaAt - AttemptStartedAt : Metrics.TimeToFirstToken;

    /// <summary>The first delta's time, reasoning or text.</summary>
    public TimeSpan? FirstDeltaAt => FirstReasoningAt < FirstTextAt || FirstTextAt is null ? FirstReasoningAt : FirstTextAt;

    /// <summary>Whether it reasons and has written no text yet.</summary>
    public bool IsReasoning => State == LaneState.Streaming && FirstTextAt is null;

    internal void Apply(in LaneDelta delta)
    {
        State = LaneState.Streaming;
        LastDeltaAt = delta.Elapsed;
        if (delta.IsReasoning)
        {
            FirstReasoningAt ??= delta.Elapsed;
            ReasoningLength += delta.Text.Length;
        }
        else
        {
            FirstTextAt ??= delta.Elapsed;
            TextLength += delta.Text.Length;
        }
    }

    internal void Apply(LaneEvent item)
    {
        if (LaneDelta.TryFrom(item, out var delta))
        {
            Apply(delta);
            return;
        }

        switch (item)
        {
            case LaneQueued queued:
                QueuePosition = queued.Position;
                break;
            case AttemptStarted started:
                State = LaneState.Connecting;
                QueuePosition = null;
                Attempts = started.Attempt;
                StartedAt ??= started.Elapsed;
                AttemptStartedAt = started.Elapsed;
                break;
            case AttemptFailed failed:
                LastAttemptFailed = failed;
                break;
            case LaneEnded ended:
                State = ended.State;
                QueuePosition = null;
                EndedAt = ended.Elapsed;
                Failure = ended.Failure;
                Metrics = ended.Metrics;
                break;
            case LaneCreated:
                break;
            default:
                throw new InvalidOperationException($"Unknown event {item.GetType().Name}.");
        }
    }
}
