using System.Diagnostics;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;

namespace CompareIntel.Core.Telemetry;

/// <summary>
/// A lane's part of the telemetry, told what happens by the lane's pump. Its span goes from the first request to the end, as its duration does; the wait before that
/// is a span of its own. A lane that never sent a request has a span all the same, which says why.
/// </summary>
internal sealed class LaneTelemetry(ComparisonTelemetry comparison, int lane, LaneRequest request)
{
    private static readonly TimeSpan s_leastWait = TimeSpan.FromMilliseconds(1);

    private ResolvedModel? _model;
    private GenAIServer? _server;
    private LaneDeltas? _deltas;
    private Activity? _activity;
    private TimeSpan? _waited;
    private TimeSpan _attemptStart;

    /// <summary>Counts the lane's deltas; set from <see cref="Begin"/> on.</summary>
    public LaneDeltas Deltas => _deltas!;

    public void Begin() => _deltas = comparison.Engine.Deltas.Begin();

    public void Resolved(ResolvedModel model)
    {
        _model = model;
        _server = GenAIServer.Of(model.Provider);
    }

    /// <summary>The provider's gate has let the lane in; times are those of the log.</summary>
    public void Admitted(TimeSpan from, TimeSpan to)
    {
        // Recorded at the end: other lanes of the comparison are about to start, and should not wait for whoever listens.
        _waited = to - from;
        if (comparison.Context is { } context && to - from >= s_leastWait)
        {
            using var wait = comparison.Engine.Source.StartActivity(
                "queue",
                ActivityKind.Internal,
                context,
                new TagList { { "compareintel.lane", lane }, { TelemetryTags.Provider, _model!.Provider.Name } },
                startTime: comparison.At(from));
            wait?.SetEndTime(comparison.At(to).UtcDateTime);
        }
    }

    /// <summary>Call it in the flow that sends the request: what is sent belongs to the lane's span.</summary>
    public void AttemptStarted(AttemptStarted started)
    {
        _attemptStart = started.Elapsed;
        _activity ??= StartActivity(started.Elapsed);
        _activity?.AddEvent(new ActivityEvent("compareintel.attempt", comparison.At(started.Elapsed), [new("compareintel.attempt.number", started.Attempt)]));
    }

    /// <summary>The attempt failed, and another one follows after this time.</summary>
    public void AttemptRetried(AttemptFailed failed, TimeSpan retryIn)
    {
        comparison.Engine.AttemptRetried(_model!.Provider, failed.Failure.Kind);
        _activity?.AddEvent(new ActivityEvent(
            "compareintel.retry",
            comparison.At(failed.Elapsed),
            [new("compareintel.attempt.number", failed.Attempt), new(TelemetryTags.ErrorType, ExportNames.Of(failed.Failure.Kind)), new("compareintel.retry.delay", retryIn.TotalSeconds)]));
    }

    public void End(LaneEnded ended)
    {
        if (_deltas is not null)
        {
            comparison.Engine.Deltas.End(_deltas);
        }

        if (_waited is { } waited)
        {
            comparison.Engine.LaneWaited(_model!.Provider, waited);
        }

        comparison.Engine.LaneEnded(_model, _server, ended);
        if (comparison.Context is not null && (_activity ?? StartActivity(ended.Elapsed)) is { } activity)
        {
            if (activity.IsAllDataRequested)
            {
                Describe(activity, ended);
            }

            activity.SetEndTime(comparison.At(ended.Elapsed).UtcDateTime);
            activity.Dispose();
        }
    }

    private Activity? StartActivity(TimeSpan at)
    {
        if (comparison.Context is not { } context)
        {
            return null;
        }

        var model = _model?.ModelId ?? request.Model;
        var tags = new TagList { { TelemetryTags.Operation, TelemetryTags.Chat }, { TelemetryTags.RequestModel, model }, { "gen_ai.request.stream", true }, { "gen_ai.conversation.id", comparison.ConversationId }, { "compareintel.lane", lane } };
        Add(ref tags, TelemetryTags.GenAIProvider, _server?.Name);
        Add(ref tags, TelemetryTags.Provider, _model?.Provider.Name);
        Add(ref tags, TelemetryTags.ServerAddress, _server?.Address);
        Add(ref tags, TelemetryTags.ServerPort, _server?.Port);
        Add(ref tags, "gen_ai.request.temperature", (double?)request.Temperature);
        Add(ref tags, "gen_ai.request.top_p", (double?)request.TopP);
        Add(ref tags, "gen_ai.request.max_tokens", request.MaxOutputTokens);
        return comparison.Engine.Source.StartActivity($"{TelemetryTags.Chat} {model}", ActivityKind.Client, context, tags, startTime: comparison.At(at));
    }

    private void Describe(Activity activity, LaneEnded ended)
    {
        var metrics = ended.Metrics;
        activity.SetTag(TelemetryTags.LaneState, ExportNames.Of(ended.State));
        activity.SetTag("compareintel.lane.attempts", metrics.Attempts);
        activity.SetTag(TelemetryTags.ResponseModel, metrics.ReportedModel);
        activity.SetTag("gen_ai.response.id", metrics.ResponseId);
        activity.SetTag("gen_ai.response.finish_reasons", metrics.FinishReason is { } reason ? new[] { reason } : null);
        activity.SetTag("gen_ai.usage.input_tokens", metrics.InputTokens);
        activity.SetTag("gen_ai.usage.output_tokens", metrics.OutputTokens);
        if (metrics.TimeToFirstToken is { } first)
        {
            activity.SetTag("gen_ai.response.time_to_first_chunk", first.TotalSeconds);
            // Told at the end, so that the delta itself costs nothing.
            activity.AddEvent(new ActivityEvent("compareintel.first_token", comparison.At(_attemptStart + first)));
        }

        if (ended.Failure is { } failure)
        {
            activity.SetTag(TelemetryTags.ErrorType, ExportNames.Of(failure.Kind));
            activity.SetStatus(ActivityStatusCode.Error, failure.Message);
        }
    }

    private static void Add(ref TagList tags, string name, object? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
