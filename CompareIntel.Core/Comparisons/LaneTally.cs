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

    public int Attempts { get; set; }

    public long TextLength { get; private set; }

    public long ReasoningLength { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The failure that ended the last attempt.</summary>
    public LaneFailure? Failure { get; set; }

    /// <summary>Set when the provider's stream ended by itself.</summary>
    public bool IsComplete { get; set; }

    public readonly bool HasDelta => _firstDelta is not null;

    public void BeginAttempt(TimeSpan at)
    {
        _firstStart ??= at;
        _attemptStart = at;
    }

    public void AddText(int length, TimeSpan at)
    {
        _firstDelta ??= at;
        TextLength += length;
    }

    public void AddReasoning(int length, TimeSpan at)
    {
        _firstDelta ??= at;
        ReasoningLength += length;
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
            TextLength = TextLength,
            ReasoningLength = ReasoningLength,
        };
    }

    private readonly decimal? ListedCost(ModelDescriptor? descriptor) =>
        descriptor is { InputPricePerMillion: { } inputPrice, OutputPricePerMillion: { } outputPrice } &&
        _usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
            ? ((input * inputPrice) + (output * outputPrice)) / 1_000_000m
            : null;
}
