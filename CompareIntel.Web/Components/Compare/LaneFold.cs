using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Markdown;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One lane's events folded into what its card shows. Used by the session's loop only.</summary>
internal sealed class LaneFold
{
    /// <summary>The estimates move with every delta; once a second is often enough to read, and spares the cards' heads the frame rate.</summary>
    public static readonly TimeSpan EstimateInterval = TimeSpan.FromSeconds(1);

    private readonly LaneProgress _progress;
    private readonly LaneTake _take;
    private readonly MarkdownBuilder _answer = new();
    private readonly MarkdownBuilder _reasoning = new();
    private PlainTextBuilder? _raw;
    private LaneTimeline _timeline = LaneTimeline.Empty;
    private CardSnapshot? _snapshot;
    private TimeSpan _estimatedAt;
    private bool _hasEnded;
    private bool _changed = true;

    public LaneFold(LaneProgress progress, LaneTake take)
    {
        _progress = progress;
        _take = take;
    }

    public LaneTake Take => _take;

    /// <summary>Whether the last snapshot holds estimates that are older than the deltas.</summary>
    public bool IsEstimateDue { get; private set; }

    /// <summary>Characters that the next snapshot has to parse.</summary>
    public int OpenLength => _answer.OpenLength + _reasoning.OpenLength;

    /// <summary>Folds in an event that the lane's progress has taken up before.</summary>
    public void Apply(LaneEvent item)
    {
        _changed = true;
        _timeline = _timeline.With(item);
        switch (item)
        {
            case TextReceived text:
                _answer.Append(text.Text);
                _raw?.Append(text.Text);
                break;
            case ReasoningReceived reasoning:
                _reasoning.Append(reasoning.Text);
                break;
            case LaneEnded:
                _hasEnded = true;
                _answer.Complete();
                _raw?.Complete();
                _reasoning.Complete();
                break;
            default:
                break;
        }
    }

    /// <summary>Shows the answer as it was written, or formatted again.</summary>
    public void ShowRaw(bool raw)
    {
        if (raw == _raw is not null)
        {
            return;
        }

        _changed = true;
        _raw = null;
        if (raw)
        {
            _raw = new PlainTextBuilder();
            _raw.Append(_answer.ToString());
            if (_hasEnded)
            {
                _raw.Complete();
            }
        }
    }

    /// <summary>Code blocks that have settled since the last call and want their colours.</summary>
    public IEnumerable<(MarkdownBuilder Text, SettledCode Code)> TakeSettledCode() =>
        _answer.TakeSettledCode().Select(code => (_answer, code)).Concat(_reasoning.TakeSettledCode().Select(code => (_reasoning, code)));

    /// <summary>Something outside of the events has changed, such as a block's colours.</summary>
    public void Touch() => _changed = true;

    /// <summary>What the card shows now; the same object as before when nothing has changed.</summary>
    public CardSnapshot ToSnapshot(TimeSpan now)
    {
        if (_snapshot is null || _changed || (IsEstimateDue && now - _estimatedAt >= EstimateInterval))
        {
            _changed = false;
            _snapshot = new CardSnapshot(_take, ToStatus(now), _reasoning.ToDocument(), _raw?.ToDocument() ?? _answer.ToDocument(), _timeline);
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
        if (held == last && now - _estimatedAt < EstimateInterval)
        {
            IsEstimateDue = status != last;
            return last;
        }

        _estimatedAt = now;
        IsEstimateDue = false;
        return status == last ? last : status;
    }
}
