namespace CompareIntel.Core.Comparisons;

/// <summary>One lane on the time axis: what it did when, and where attempts failed. Immutable; folded from the lane's events.</summary>
public sealed record LaneTimeline
{
    public static LaneTimeline Empty { get; } = new();

    /// <summary>In order and without gaps; the last one is open while the lane runs.</summary>
    public IReadOnlyList<TimelineSegment> Segments { get; private init; } = [];

    /// <summary>Times at which an attempt failed and another followed.</summary>
    public IReadOnlyList<TimeSpan> Retries { get; private init; } = [];

    /// <summary>The state that the lane ended in; null while it runs.</summary>
    public LaneState? EndState { get; private init; }

    public TimeSpan? EndedAt { get; private init; }

    /// <summary>The timeline with this event in it; the same object when the event changes nothing that is drawn.</summary>
    public LaneTimeline With(LaneEvent item) => item switch
    {
        LaneCreated or LaneQueued => Enter(LanePhase.Queued, item.Elapsed),
        AttemptStarted => Enter(LanePhase.Waiting, item.Elapsed),
        AttemptFailed { RetryIn: not null } => Enter(LanePhase.Pausing, item.Elapsed) with { Retries = [.. Retries, item.Elapsed] },
        _ when LaneDelta.TryFrom(item, out var delta) => With(delta),
        LaneEnded ended => this with { Segments = Close(item.Elapsed), EndState = ended.State, EndedAt = item.Elapsed },
        _ => this,
    };

    /// <inheritdoc cref="With(LaneEvent)"/>
    public LaneTimeline With(in LaneDelta delta) =>
        !delta.IsReasoning ? Enter(LanePhase.Writing, delta.Elapsed)
        : Phase == LanePhase.Writing ? this
        : Enter(LanePhase.Reasoning, delta.Elapsed);

    private LanePhase? Phase => Segments.Count > 0 ? Segments[^1].Phase : null;

    private LaneTimeline Enter(LanePhase phase, TimeSpan at) =>
        Phase == phase ? this : this with { Segments = [.. Close(at), new TimelineSegment(phase, at, null)] };

    private TimelineSegment[] Close(TimeSpan at) =>
        Segments.Count == 0 ? [] : [.. Segments.SkipLast(1), Segments[^1] with { To = at }];
}
