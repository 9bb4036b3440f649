using CompareIntel.Core.Catalog;
using CompareIntel.Core.Providers;
using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Comparisons;

/// <summary>What a lane adds up while it runs. Only its pump writes it.</summary>
internal struct LaneTally
{
    private TimeSpan? _firstStart;
    private TimeSpan _attemptStart;
    private TimeSpan? _firstDelta;
    private UsageDetails? _usage;
    private decimal? _reportedCost;
    private string? _reportedModel;
    private string? _responseId;
    private ProviderCall? _call;
    private TimeSpan? _firstDelay;
    private TimeSpan _delays;
    private TimeSpan _longestDelay;
    private int _delayCount;

    public int Attempts { get; set; }

    public long TextLength { get; private set; }

    public long ReasoningLength { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The failure that ended the last attempt.</summary>
    public LaneFailure? Failure { get; set; }

    /// <summary>Set when the provider's stream ended by itself.</summary>
    public bool IsComplete { get; set; }

    public readonly bool HasDelta => _firstDelta is not null;

    public void BeginAttempt(TimeSpan at, ProviderCall call)
    {
        _firstStart ??= at;
        _attemptStart = at;
        _call = call;
    }

    public void AddText(int length, TimeSpan at)
    {
        _firstDelta ??= at;
        TextLength += length;
        NoteDelay(at);
    }

    public void AddReasoning(int length, TimeSpan at)
    {
        _firstDelta ??= at;
        ReasoningLength += length;
        NoteDelay(at);
    }

    public void Note(ChatResponseUpdate update)
    {
        if (update.FinishReason is { } reason)
        {
            FinishReason = reason.Value;
        }

        _reportedModel ??= update.ModelId;
        _responseId ??= update.ResponseId;
    }

    public void Note(UsageContent usage)
    {
        // Some servers report running totals with every chunk: the last one counts.
        _usage = usage.Details;
        if (usage.AdditionalProperties?.TryGetValue(ProviderProperties.CostUsd, out decimal cost) == true)
        {
            _reportedCost = cost;
        }
    }

    public readonly LaneMetrics ToMetrics(TimeSpan now, ResolvedModel? model)
    {
        var listedCost = ListedCost(model?.Descriptor);
        return new LaneMetrics
        {
            StartedAt = _firstStart,
            TimeToFirstToken = _firstDelta - _attemptStart,
            GenerationTime = now - _firstDelta,
            Duration = now - (_firstStart ?? now),
            Attempts = Attempts,
            InputTokens = _usage?.InputTokenCount,
            OutputTokens = _usage?.OutputTokenCount,
            CostUsd = _reportedCost ?? listedCost,
            IsCostEstimated = _reportedCost is null && listedCost is not null,
            FinishReason = FinishReason,
            ReportedModel = _reportedModel,
            ResponseId = _responseId,
            Provider = model?.Provider.Name,
            Call = ToTrace(),
            TextLength = TextLength,
            ReasoningLength = ReasoningLength,
        };
    }

    /// <summary>What its client has noted of the current request; null when that is nothing.</summary>
    public readonly CallTrace? ToTrace() => _call is null or { HeadAt: null, LastBytesAt: null } ? null : new CallTrace
    {
        RequestIds = _call.RequestIds,
        HeadAfter = _call.HeadAt - _attemptStart,
        FirstBytesAfter = _call.FirstBytesAt - _attemptStart,
        FirstDelay = _firstDelay,
        MeanDelay = _delayCount > 0 ? _delays / _delayCount : null,
        LongestDelay = _delayCount > 0 ? _longestDelay : null,
    };

    // Only an attempt without a delta is followed by another, so these are all of one request.
    private void NoteDelay(TimeSpan at)
    {
        if (at - _call?.LastBytesAt is { } delay)
        {
            _firstDelay ??= delay;
            _delays += delay;
            _delayCount++;
            _longestDelay = delay > _longestDelay ? delay : _longestDelay;
        }
    }

    private readonly decimal? ListedCost(ModelDescriptor? descriptor) =>
        descriptor is { InputPricePerMillion: { } inputPrice, OutputPricePerMillion: { } outputPrice } &&
        _usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
            ? ((input * inputPrice) + (output * outputPrice)) / 1_000_000m
            : null;
}
