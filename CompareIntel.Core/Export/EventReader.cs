using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>Turns the events of a file into those of a log, and holds them to everything that a reader of a log relies on.</summary>
internal sealed class EventReader(ComparisonRequest request)
{
    private readonly bool[] _ended = new bool[request.Lanes.Count];
    private int _created;
    private bool _isOver;

    /// <exception cref="ComparisonImportException">An event is not what it says, or comes where it can't.</exception>
    public IReadOnlyList<ComparisonEvent> ReadAll(IReadOnlyList<ExportEvent> events)
    {
        ComparisonImport.Require(events.All(static item => item is not null), "One of the events is null. The file has been changed or is damaged.");
        var read = events.Select(Read).ToList();
        ComparisonImport.Require(_isOver, "The events have no end: the comparison was still running when it was exported. Export it again now that it has ended.");
        return read;
    }

    private ComparisonEvent Read(ExportEvent item, int index)
    {
        Check(!_isOver, index, "comes after the end");
        ComparisonEvent read = item.Type == "comparison_ended" ? ReadEnd(item, index) : ReadLaneEvent(item, index);
        read.Sequence = index + 1L;
        read.Elapsed = ToTime(item.AtMs, index);
        return read;
    }

    private ComparisonEnded ReadEnd(ExportEvent item, int index)
    {
        Check(_created == request.Lanes.Count && _ended.All(static ended => ended), index, "ends the comparison before all of its lanes");
        _isOver = true;
        return new ComparisonEnded(ExportNames.Parse<ComparisonState>(Need(item.State, index, "state"), "state"), ToSummary(Need(item.Summary, index, "summary"), index));
    }

    private LaneEvent ReadLaneEvent(ExportEvent item, int index)
    {
        var lane = Need(item.Lane, index, "lane");
        Check(lane >= 0 && lane < request.Lanes.Count, index, $"names the lane {lane}, which there is not");
        if (item.Type == "lane_created")
        {
            Check(lane == _created && item.Model == request.Lanes[lane].Model, index, "creates a lane that is not the next one");
            _created++;
            return new LaneCreated(lane, item.Model!);
        }

        Check(_created == request.Lanes.Count, index, "comes before all lanes are there");
        Check(!_ended[lane], index, "comes after the end of its lane");
        switch (item.Type)
        {
            case "lane_queued":
                return new LaneQueued(lane, Need(item.Position, index, "position"));
            case "attempt_started":
                return new AttemptStarted(lane, Need(item.Attempt, index, "attempt"));
            case "attempt_failed":
                var retryIn = item.RetryInMs is { } wait ? ToTime(wait, index) : (TimeSpan?)null;
                return new AttemptFailed(lane, Need(item.Attempt, index, "attempt"), ToFailure(Need(item.Failure, index, "failure")), retryIn, Need(item.HasText, index, "has_text")) { Call = ToCall(item.Call, index) };
            case "reasoning":
                return new ReasoningReceived(lane, Need(item.Text, index, "text"));
            case "text":
                return new TextReceived(lane, Need(item.Text, index, "text"));
            case "lane_ended":
                var state = ExportNames.Parse<LaneState>(Need(item.State, index, "state"), "state");
                Check(state.IsTerminal() && (state == LaneState.Failed) == item.Failure is not null, index, "ends a lane in a way that can't be");
                _ended[lane] = true;
                return new LaneEnded(lane, state, item.Failure is { } failure ? ToFailure(failure) : null, ToMetrics(Need(item.Metrics, index, "metrics"), index));
            default:
                throw Fault(index, $"has the unknown type \"{ComparisonImportException.Shorten(item.Type)}\"");
        }
    }

    private static LaneFailure ToFailure(ExportFailure failure) => new(ExportNames.Parse<FailureKind>(failure.Kind, "failure.kind"), failure.Message);

    private static LaneMetrics ToMetrics(ExportMetrics metrics, int index) => new()
    {
        StartedAt = ToTime(metrics.StartedAtMs, index),
        TimeToFirstToken = ToTime(metrics.TtftMs, index),
        Duration = ToTime(metrics.DurationMs, index),
        GenerationTime = ToTime(metrics.GenerationMs, index),
        Attempts = metrics.Attempts,
        InputTokens = metrics.InputTokens,
        OutputTokens = metrics.OutputTokens,
        CostUsd = metrics.CostUsd,
        IsCostEstimated = metrics.CostEstimated,
        FinishReason = metrics.FinishReason,
        ReportedModel = metrics.ReportedModel,
        ResponseId = metrics.ResponseId,
        Call = ToCall(metrics.Call, index),
        TextLength = metrics.TextLength,
        ReasoningLength = metrics.ReasoningLength,
    };

    private static CallTrace? ToCall(ExportCall? call, int index) => call is null ? null : new CallTrace
    {
        RequestIds = call.RequestIds,
        HeadAfter = ToTime(call.HeadAfterMs, index),
        FirstBytesAfter = ToTime(call.FirstBytesAfterMs, index),
        FirstDelay = ToTime(call.FirstDelayMs, index),
        MeanDelay = ToTime(call.MeanDelayMs, index),
        LongestDelay = ToTime(call.LongestDelayMs, index),
    };

    private ComparisonSummary ToSummary(ExportSummary summary, int index)
    {
        Check(IsLane(summary.FastestLane) && IsLane(summary.SlowestLane) && summary.Lanes == request.Lanes.Count, index, "sums up lanes that there are not");
        return new ComparisonSummary
        {
            Lanes = summary.Lanes,
            Finished = summary.Finished,
            Failed = summary.Failed,
            Duration = ToTime(summary.DurationMs, index),
            StartSpread = ToTime(summary.StartSpreadMs, index),
            Speedup = summary.Speedup,
            FastestLane = summary.FastestLane,
            SlowestLane = summary.SlowestLane,
            EndedAt = summary.EndedAt.ToUniversalTime(),
        };
    }

    private bool IsLane(int? lane) => lane is null || (lane >= 0 && lane < request.Lanes.Count);

    private static TimeSpan? ToTime(decimal? milliseconds, int index) => milliseconds is { } known ? ToTime(known, index) : null;

    // A year: what is longer was not measured.
    private static TimeSpan ToTime(decimal milliseconds, int index)
    {
        Check(milliseconds is >= 0 and <= 31_536_000_000m, index, "has a time that can't be");
        return TimeSpan.FromTicks((long)decimal.Round(milliseconds * TimeSpan.TicksPerMillisecond));
    }

    private static T Need<T>(T? value, int index, string field)
        where T : class => value ?? throw Fault(index, $"lacks \"{field}\"");

    private static T Need<T>(T? value, int index, string field)
        where T : struct => value ?? throw Fault(index, $"lacks \"{field}\"");

    private static void Check(bool holds, int index, string fault)
    {
        if (!holds)
        {
            throw Fault(index, fault);
        }
    }

    private static ComparisonImportException Fault(int index, string fault) => new($"Event {index + 1} {fault}. The file has been changed or is damaged.");
}
