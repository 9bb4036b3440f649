using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage.Entities;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>
/// How lanes did, added up. Lanes that were stopped, interrupted or turned away say nothing about a model: they are requests, but not part of its error rate.
/// Not thread-safe.
/// </summary>
public sealed class LaneFigures
{
    private readonly Dictionary<FailureKind, long> _failures = [];

    public long Finished { get; private set; }

    /// <summary>Without those that were turned away.</summary>
    public long Failed { get; private set; }

    public long Stopped { get; private set; }

    public long Interrupted { get; private set; }

    /// <summary>Lanes for a model that does not exist, or whose provider was switched off.</summary>
    public long TurnedAway { get; private set; }

    /// <summary>All lanes that ended.</summary>
    public long Requests => Finished + Failed + Stopped + Interrupted + TurnedAway;

    /// <summary>Those that finished or failed.</summary>
    public long Judged => Finished + Failed;

    /// <summary>Share of <see cref="Judged"/> that failed, 0 to 1; null when there are none.</summary>
    public double? ErrorRate => Judged > 0 ? (double)Failed / Judged : null;

    /// <summary>Times to first token of all lanes that had one.</summary>
    public LatencySketch Ttft { get; } = new();

    /// <summary>Durations of the lanes that finished.</summary>
    public LatencySketch Duration { get; } = new();

    /// <summary>Of the lanes whose tokens are known.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Of the lanes whose tokens are known, reasoning included.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Lanes whose tokens are in the sums.</summary>
    public long TokensKnown { get; private set; }

    /// <summary>Of those, the ones whose tokens were estimated from characters.</summary>
    public long TokensEstimated { get; private set; }

    /// <summary>Lanes whose cost is in <see cref="CostUsd"/>.</summary>
    public long CostKnown { get; private set; }

    /// <summary>Of those, the ones whose cost was computed from listed prices.</summary>
    public long CostEstimated { get; private set; }

    /// <summary>Lanes that finished, and whose cost nobody knows.</summary>
    public long CostUnknown { get; private set; }

    /// <summary>Of the lanes whose cost is known; null when it is known of none.</summary>
    public decimal? CostUsd => CostKnown > 0 ? CostNanoUsd / 1_000_000_000m : null;

    /// <summary>How often each kind of failure came, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<FailureKind, long>> Failures => [.. _failures.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key)];

    private long CostNanoUsd { get; set; }

    internal void Add(StoredLaneSample sample)
    {
        switch (sample.State)
        {
            case LaneState.Finished:
                Finished++;
                Duration.Add(sample.DurationMs);
                break;
            case LaneState.Failed when sample.Failure is FailureKind.UnknownModel or FailureKind.ProviderOff:
                TurnedAway++;
                break;
            case LaneState.Failed:
                Failed++;
                Count(sample.Failure ?? FailureKind.Internal, 1);
                break;
            case LaneState.Stopped:
                Stopped++;
                break;
            default:
                Interrupted++;
                break;
        }

        if (sample.TtftMs is { } ttft)
        {
            Ttft.Add(ttft);
        }

        if (sample.InputTokens is not null || sample.OutputTokens is not null)
        {
            InputTokens += sample.InputTokens ?? 0;
            OutputTokens += sample.OutputTokens ?? 0;
            TokensKnown++;
            TokensEstimated += sample.AreTokensEstimated ? 1 : 0;
        }

        if (sample.CostNanoUsd is { } cost)
        {
            CostNanoUsd += cost;
            CostKnown++;
            CostEstimated += sample.IsCostEstimated ? 1 : 0;
        }
        else if (sample.State == LaneState.Finished)
        {
            CostUnknown++;
        }
    }

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    internal void Add(StoredLaneHour hour)
    {
        Finished += hour.Finished;
        Failed += hour.Failed;
        Stopped += hour.Stopped;
        Interrupted += hour.Interrupted;
        TurnedAway += hour.TurnedAway;
        InputTokens += hour.InputTokens;
        OutputTokens += hour.OutputTokens;
        TokensKnown += hour.TokensKnown;
        TokensEstimated += hour.TokensEstimated;
        CostNanoUsd += hour.CostNanoUsd;
        CostKnown += hour.CostKnown;
        CostEstimated += hour.CostEstimated;
        CostUnknown += hour.CostUnknown;
        Ttft.Add(hour.Ttft);
        Duration.Add(hour.Duration);
        foreach (var (kind, count) in FailureCounts.Read(hour.Failures))
        {
            Count(kind, count);
        }
    }

    /// <summary>Writes all of it into a row.</summary>
    internal void CopyTo(StoredLaneHour hour)
    {
        hour.Finished = Finished;
        hour.Failed = Failed;
        hour.Stopped = Stopped;
        hour.Interrupted = Interrupted;
        hour.TurnedAway = TurnedAway;
        hour.InputTokens = InputTokens;
        hour.OutputTokens = OutputTokens;
        hour.TokensKnown = TokensKnown;
        hour.TokensEstimated = TokensEstimated;
        hour.CostNanoUsd = CostNanoUsd;
        hour.CostKnown = CostKnown;
        hour.CostEstimated = CostEstimated;
        hour.CostUnknown = CostUnknown;
        hour.Ttft = Ttft.ToBytes();
        hour.Duration = Duration.ToBytes();
        hour.Failures = FailureCounts.Write(_failures);
    }

    private void Count(FailureKind kind, long count) => _failures[kind] = _failures.GetValueOrDefault(kind) + count;
}
