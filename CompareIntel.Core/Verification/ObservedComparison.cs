namespace CompareIntel.Core.Verification;

/// <summary>An event of a comparison's stream, as a client received it.</summary>
/// <param name="At">Since the request was sent.</param>
/// <param name="Id">Sequence number; null when the server gave none.</param>
/// <param name="Type"><c>start</c>, <c>reasoning</c>, <c>chunk</c>, <c>done</c>, <c>complete</c> or <c>error</c>.</param>
/// <param name="Lane">Index in the request; null for an event of the whole comparison.</param>
/// <param name="Content">The delta of a <c>reasoning</c> or <c>chunk</c>; otherwise empty.</param>
/// <param name="End">What a <c>done</c> says; otherwise null.</param>
public sealed record ObservedEvent(TimeSpan At, long? Id, string Type, int? Lane, string Content, ObservedEnd? End)
{
    /// <summary>Whether it brings something to read.</summary>
    public bool IsText => Type is "chunk" or "reasoning";
}

/// <summary>How the server says a lane ended.</summary>
/// <param name="IsFault">Whether it failed.</param>
/// <param name="Reason">Its <c>finish_reason</c>, or its error's kind and message; null when it says nothing.</param>
/// <param name="Ttft">From the request to the provider to its first delta, by the server's clock; null when it does not say.</param>
/// <param name="Duration">From the request to the provider to the end, by the server's clock; null when it does not say.</param>
public sealed record ObservedEnd(bool IsFault, string? Reason, TimeSpan? Ttft, TimeSpan? Duration);

/// <summary>A whole stream, or what came of it before it broke off.</summary>
public sealed class ObservedComparison
{
    /// <param name="models">The models, lane by lane.</param>
    /// <param name="comparisonId">The server's id; null when it gave none.</param>
    /// <param name="events">In the order they came.</param>
    /// <param name="total">From sending the request to the end of the stream.</param>
    /// <param name="startSpread">Between the first and the last request to a provider, by the server's clock; null when it does not say.</param>
    public ObservedComparison(IReadOnlyList<string> models, string? comparisonId, IReadOnlyList<ObservedEvent> events, TimeSpan total, TimeSpan? startSpread)
    {
        ComparisonId = comparisonId;
        Events = events;
        Total = total;
        ServerStartSpread = startSpread;
        Lanes = [.. models.Select((model, lane) => new ObservedLane(lane, model, [.. events.Where(item => item.Lane == lane)]))];
    }

    public string? ComparisonId { get; }

    public IReadOnlyList<ObservedEvent> Events { get; }

    public IReadOnlyList<ObservedLane> Lanes { get; }

    public TimeSpan Total { get; }

    public TimeSpan? ServerStartSpread { get; }

    /// <summary>Whether the last event was <c>complete</c>, as the protocol promises.</summary>
    public bool IsComplete => Events is [.., { Type: "complete" }];

    /// <summary>Between the first and the last <c>start</c> as they arrived; null without any.</summary>
    public TimeSpan? StartSpread
    {
        get
        {
            var starts = Events.Where(static item => item.Type == "start").Select(static item => item.At).ToArray();
            return starts.Length > 0 ? starts.Max() - starts.Min() : null;
        }
    }
}

/// <summary>One lane of a stream.</summary>
public sealed class ObservedLane
{
    internal ObservedLane(int lane, string model, IReadOnlyList<ObservedEvent> events)
    {
        Lane = lane;
        Model = model;
        Events = events;
        Text = string.Concat(events.Where(static item => item.Type == "chunk").Select(static item => item.Content));
        FirstText = events.FirstOrDefault(static item => item.IsText)?.At;
        var done = events.LastOrDefault(static item => item.Type == "done");
        End = done?.End;
        EndedAt = done?.At;
    }

    public int Lane { get; }

    public string Model { get; }

    public IReadOnlyList<ObservedEvent> Events { get; }

    /// <summary>All chunks, joined.</summary>
    public string Text { get; }

    /// <summary>When the first reasoning or text arrived, since the request was sent; null when none did.</summary>
    public TimeSpan? FirstText { get; }

    /// <summary>When its end arrived, since the request was sent; null when it did not.</summary>
    public TimeSpan? EndedAt { get; }

    public ObservedEnd? End { get; }

    /// <summary>Whether it ended without a failure and with something to read.</summary>
    public bool IsAnswered => End is { IsFault: false } && Text.Length > 0;
}
