using System.Diagnostics;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;

namespace CompareIntel.Core.Telemetry;

/// <summary>
/// A comparison's part of the telemetry. Its trace is its own and only linked to the request that started it, because it outlives that request; all times in it are
/// those of the log.
/// </summary>
internal sealed class ComparisonTelemetry(EngineTelemetry telemetry, string id, ConcurrencyMode mode, int lanes, string? conversationId, DateTimeOffset start)
{
    private Activity? _activity;

    public EngineTelemetry Engine => telemetry;

    /// <summary>The first turn of the conversation.</summary>
    public string ConversationId => conversationId ?? id;

    /// <summary>What the lanes' spans belong to; null when nobody wants traces.</summary>
    public ActivityContext? Context => _activity?.Context;

    public LaneTelemetry ForLane(int lane, LaneRequest request) => new(this, lane, request);

    /// <summary>Wall-clock time of a moment of the log.</summary>
    public DateTimeOffset At(TimeSpan elapsed) => start + elapsed;

    /// <summary>Call it at the beginning of the run's own asynchronous flow: it takes that flow out of the request's trace.</summary>
    public void Begin()
    {
        telemetry.ComparisonStarted(mode);
        var request = Activity.Current;
        Activity.Current = null;
        if (!telemetry.Source.HasListeners())
        {
            return;
        }

        _activity = telemetry.Source.StartActivity(
            "comparison",
            ActivityKind.Internal,
            parentContext: default,
            new TagList { { "compareintel.comparison.id", id }, { "compareintel.comparison.lanes", lanes }, { TelemetryTags.ComparisonMode, ExportNames.Of(mode) } },
            request is { Recorded: true } ? [new ActivityLink(request.Context)] : null,
            start);
    }

    public void End(ComparisonEnded ended)
    {
        telemetry.ComparisonEnded(ended.State);
        if (_activity is { } activity)
        {
            activity.SetTag(TelemetryTags.ComparisonState, ExportNames.Of(ended.State));
            activity.SetTag("compareintel.comparison.finished", ended.Summary.Finished);
            activity.SetTag("compareintel.comparison.failed", ended.Summary.Failed);
            activity.SetEndTime(At(ended.Elapsed).UtcDateTime);
            activity.Dispose();
        }
    }
}
