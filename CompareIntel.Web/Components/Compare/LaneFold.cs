using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One lane's events folded into what its card shows. Used by the session's loop only.</summary>
internal sealed class LaneFold
{
    // The estimates move with every delta; twice a second is often enough to read, and spares the cards' heads the frame rate.
    private static readonly TimeSpan s_estimateInterval = TimeSpan.FromMilliseconds(500);

    private readonly LaneProgress _progress;
    private readonly TranscriptBuilder _answer = new();
    private readonly TranscriptBuilder _reasoning = new();
    private LaneTimeline _timeline = LaneTimeline.Empty;
    private CardSnapshot? _snapshot;
    private TimeSpan _estimatedAt;
    private bool _changed = true;

    public LaneFold(LaneProgress progress) => _progress = progress;

    /// <summary>Whether the last snapshot holds estimates that are older than the deltas.</summary>
    public bool IsEstimateDue { get; private set; }

    /// <summary>Folds in an event that the lane's progress has taken up before.</summary>
    public void Apply(LaneEvent item)
    {
        _changed = true;
        _timeline = _timeline.With(item);
        switch (item)
        {
            case TextReceived text:
                _answer.Append(text.Text);
                break;
            case ReasoningReceived reasoning:
                _reasoning.Append(reasoning.Text);
                break;
            case LaneEnded:
                _answer.Complete();
                _reasoning.Complete();
                break;
            default:
                break;
        }
    }

    /// <summary>What the card shows now; the same object as before when nothing has changed.</summary>
    public CardSnapshot ToSnapshot(TimeSpan now)
    {
        if (_snapshot is null || _changed || (IsEstimateDue && now - _estimatedAt >= s_estimateInterval))
        {
            _changed = false;
            _snapshot = new CardSnapshot(_progress.Lane, ToStatus(now), _reasoning.ToTranscript(), _answer.ToTranscript(), _timeline);
        }

        return _snapshot;
    }

    private CardStatus ToStatus(TimeSpan now)
    {
        var status = CardStatus.Of(_progress);
        if (_snapshot is not { Status: var last })
        {
            _estimatedAt = now;
            return status;
        }

        var held = status with { EstimatedTokens = last.EstimatedTokens, EstimatedRate = last.EstimatedRate, LastDeltaAt = last.LastDeltaAt };
        if (held == last && now - _estimatedAt < s_estimateInterval)
        {
            IsEstimateDue = status != last;
            return last;
        }

        _estimatedAt = now;
        IsEstimateDue = false;
        return status == last ? last : status;
    }
}
