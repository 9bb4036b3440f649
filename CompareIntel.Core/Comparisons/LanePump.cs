using CompareIntel.Core.Catalog;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Telemetry;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Comparisons;

/// <summary>
/// Runs one lane from its provider's gate to its one terminal event. Never throws: whatever goes wrong becomes the lane's state, and no other lane
/// notices.
/// </summary>
internal sealed partial class LanePump
{
    private readonly string _comparisonId;
    private readonly int _lane;
    private readonly string _prompt;
    private readonly LaneRequest _request;
    private readonly ComparisonLog _log;
    private readonly LaneControl _control;
    private readonly EngineServices _services;
    private readonly ComparisonOptions _options;
    private readonly LaneGate? _turn;
    private readonly LaneTelemetry _telemetry;
    private readonly Func<TimeSpan> _clock;

    private ResolvedModel? _model;
    private LaneTally _tally;

    public LanePump(
        string comparisonId,
        int lane,
        ComparisonRequest request,
        ComparisonLog log,
        LaneControl control,
        EngineServices services,
        ComparisonOptions options,
        LaneGate? turn,
        LaneTelemetry telemetry)
    {
        _comparisonId = comparisonId;
        _turn = turn;
        _telemetry = telemetry;
        _lane = lane;
        _prompt = request.Prompt;
        _request = request.Lanes[lane];
        _log = log;
        _clock = () => log.Elapsed;
        _control = control;
        _services = services;
        _options = options;
    }

    public int Lane => _lane;

    public async Task<LaneEnded> RunAsync()
    {
        LaneFailure? failure = null;
        _telemetry.Begin();
        try
        {
            failure = await RunToEndAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A cancelled provider call may end in any exception; the reason for the cancellation is the truth.
            if (_control.Cutoff == LaneCutoff.None)
            {
                Log.PumpFault(_services.Logger, exception, _comparisonId, _lane, _request.Model);
                failure = Fail(FailureKind.Internal);
            }
        }

        return End(failure);
    }

    private Task<LaneFailure?> RunToEndAsync() => PassAsync(_turn, RunModelAsync);

    private async Task<LaneFailure?> RunModelAsync()
    {
        _model = await _services.ResolveModel(_request.Model, _control.Token).ConfigureAwait(false);
        if (_model is null)
        {
            return Fail(FailureKind.UnknownModel);
        }

        _telemetry.Resolved(_model);
        if (_services.IsOff(_model.Provider))
        {
            // It does not queue for what it may not ask.
            return Fail(FailureKind.ProviderOff);
        }

        var arrived = _log.Elapsed;
        return await PassAsync(
            _services.Gates.For(_model.Provider),
            () =>
            {
                _telemetry.Admitted(arrived, _log.Elapsed);
                return AttemptUntilDoneAsync();
            }).ConfigureAwait(false);
    }

    /// <summary>Runs <paramref name="next"/> as soon as the gate lets this lane in; no gate lets everyone in.</summary>
    private async Task<LaneFailure?> PassAsync(LaneGate? gate, Func<Task<LaneFailure?>> next)
    {
        _control.Token.ThrowIfCancellationRequested();
        if (gate is null)
        {
            return await next().ConfigureAwait(false);
        }

        await gate.EnterAsync(position => _log.Append(new LaneQueued(_lane, position)), _control.Token).ConfigureAwait(false);
        try
        {
            return await next().ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<LaneFailure?> AttemptUntilDoneAsync()
    {
        var token = _control.Token;
        var messages = BuildMessages();
        var chatOptions = new ChatOptions
        {
            ModelId = _model!.ModelId,
            Temperature = _request.Temperature,
            TopP = _request.TopP,
            // A limit beyond the model's own would be refused by strict providers; the smaller one means the same.
            MaxOutputTokens = _model.Descriptor?.MaxOutputTokens < _request.MaxOutputTokens ? _model.Descriptor.MaxOutputTokens : _request.MaxOutputTokens,
        };

        while (true)
        {
            // Again before each request: it may have been switched off while the lane waited.
            if (_services.IsOff(_model.Provider))
            {
                return Fail(FailureKind.ProviderOff);
            }

            var started = new AttemptStarted(_lane, ++_tally.Attempts);
            _control.AttemptStarted();
            _log.Append(started);
            var call = new ProviderCall(_clock);
            _tally.BeginAttempt(started.Elapsed, call);
            chatOptions.AdditionalProperties = new() { [ProviderProperties.Call] = call };
            _telemetry.AttemptStarted(started);
            try
            {
                await StreamAsync(messages, chatOptions, token).ConfigureAwait(false);
                _tally.IsComplete = true;
                return CheckAnswer();
            }
            catch (Exception exception) when (_control.Cutoff == LaneCutoff.None)
            {
                _control.AttemptEnded();
                if (OnAttemptFailed(exception) is not { } retryIn)
                {
                    return _tally.Failure;
                }

                await Task.Delay(retryIn, _services.TimeProvider, token).ConfigureAwait(false);
            }
        }
    }

    private async Task StreamAsync(List<ChatMessage> messages, ChatOptions chatOptions, CancellationToken token)
    {
        var updates = _model!.Provider.ChatClient.GetStreamingResponseAsync(messages, chatOptions, token);
        await foreach (var update in updates.WithCancellation(token).ConfigureAwait(false))
        {
            // A provider that does not look at its token must not go on talking in a lane that was stopped.
            token.ThrowIfCancellationRequested();
            // By index: an enumerator would be an object for every delta.
            for (var index = 0; index < update.Contents.Count; index++)
            {
                Accept(update.Contents[index]);
            }

            _tally.Note(update);
        }
    }

    private void Accept(AIContent content)
    {
        switch (content)
        {
            case TextContent { Text: { Length: > 0 } text }:
                _control.DeltaArrived();
                _tally.AddText(text.Length, _log.Append(new LaneDelta(_lane, isReasoning: false, text)));
                _telemetry.Deltas.AddText();
                break;
            case TextReasoningContent { Text: { Length: > 0 } text }:
                _control.DeltaArrived();
                _tally.AddReasoning(text.Length, _log.Append(new LaneDelta(_lane, isReasoning: true, text)));
                _telemetry.Deltas.AddReasoning();
                break;
            case UsageContent usage:
                _tally.Note(usage);
                break;
            case ErrorContent error:
                throw new ProviderException(FailureKind.ProviderError, error.Message ?? "error content");
            default:
                break;
        }

        if (_tally.TextLength + _tally.ReasoningLength > _options.MaxAnswerCharacters)
        {
            throw new ProviderException(FailureKind.AnswerTooLong, "answer too long");
        }
    }

    private LaneFailure? CheckAnswer()
    {
        if (_tally.TextLength > 0)
        {
            return null;
        }

        return Fail(_tally.FinishReason == ChatFinishReason.ContentFilter.Value ? FailureKind.ContentFiltered : FailureKind.EmptyAnswer);
    }

    /// <summary>Appends what went wrong and says how long to wait for the next attempt, or null when the lane has failed.</summary>
    private TimeSpan? OnAttemptFailed(Exception exception)
    {
        var kind = LaneFailures.Classify(exception);
        var retryAfter = (exception as ProviderException)?.RetryAfter;
        Log.AttemptFailed(_services.Logger, exception, _comparisonId, _lane, _request.Model, _tally.Attempts, kind);

        var mayRetry = LaneFailures.IsTransient(kind) && !_tally.HasDelta && _tally.Attempts < _options.MaxAttempts && !(retryAfter > _options.MaxRetryAfter);
        if (!mayRetry)
        {
            _tally.Failure = Fail(kind, retryAfter);
            return null;
        }

        // A quarter at random keeps lanes that failed together from coming back together.
        var backOff = _options.RetryDelay * Math.Pow(2, _tally.Attempts - 1) * (1 + (Random.Shared.NextDouble() / 4));
        var retryIn = retryAfter ?? backOff;
        var failed = new AttemptFailed(_lane, _tally.Attempts, Describe(kind, retryAfter), retryIn, HasText: false) { Call = _tally.ToTrace() };
        _log.Append(failed);
        _telemetry.AttemptRetried(failed, retryIn);
        return retryIn;
    }

    private LaneFailure Fail(FailureKind kind, TimeSpan? retryAfter = null)
    {
        var failure = Describe(kind, retryAfter);
        _log.Append(new AttemptFailed(_lane, _tally.Attempts, failure, RetryIn: null, _tally.TextLength > 0) { Call = _tally.ToTrace() });
        return failure;
    }

    private LaneFailure Describe(FailureKind kind, TimeSpan? retryAfter) =>
        LaneFailures.Describe(kind, _request.Model, _model?.Provider.Name, _options, retryAfter);

    private LaneEnded End(LaneFailure? failure)
    {
        // The answer counts as whole when the stream had ended before someone cut it.
        var cutoff = failure is null && _tally.IsComplete ? LaneCutoff.None : _control.Cutoff;
        var state = cutoff switch
        {
            LaneCutoff.None => failure is null ? LaneState.Finished : LaneState.Failed,
            LaneCutoff.Stopped => LaneState.Stopped,
            LaneCutoff.Interrupted => LaneState.Interrupted,
            LaneCutoff.FirstTokenTimeout or LaneCutoff.Stalled or LaneCutoff.AnswerTimeout => LaneState.Failed,
            _ => throw new InvalidOperationException($"Unknown cutoff {cutoff}."),
        };

        failure = state == LaneState.Failed ? failure ?? Fail(ToKind(cutoff)) : null;
        var ended = new LaneEnded(_lane, state, failure, _tally.ToMetrics(_log.Elapsed, _model));
        _log.Append(ended);
        _telemetry.End(ended);
        return ended;
    }

    private static FailureKind ToKind(LaneCutoff cutoff) => cutoff switch
    {
        LaneCutoff.FirstTokenTimeout => FailureKind.FirstTokenTimeout,
        LaneCutoff.Stalled => FailureKind.Stalled,
        LaneCutoff.AnswerTimeout => FailureKind.AnswerTimeout,
        _ => throw new ArgumentOutOfRangeException(nameof(cutoff), cutoff, null),
    };

    private List<ChatMessage> BuildMessages()
    {
        var messages = new List<ChatMessage>(_request.History.Count + 2);
        if (!string.IsNullOrWhiteSpace(_request.System))
        {
            messages.Add(new ChatMessage(ChatRole.System, _request.System));
        }

        messages.AddRange(_request.History);
        messages.Add(new ChatMessage(ChatRole.User, _prompt));
        return messages;
    }
}
