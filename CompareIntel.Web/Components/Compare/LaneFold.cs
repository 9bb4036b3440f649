using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One lane's events folded into what its card shows. Used by the session's loop only.</summary>
internal sealed class LaneFold
{
    /// <summary>The estimates move with every delta; once in three seconds is often enough to read, and spares the cards' heads the frame rate.</summary>
    public static readonly TimeSpan EstimateInterval = TimeSpan.FromSeconds(3);

    private readonly LaneProgress _progress;
    private readonly LaneTake _take;
    private readonly AnswerText _answer = new();
    private readonly AnswerText _reasoning = new();
    private readonly AnswerText[] _texts;
    private LaneTimeline _timeline = LaneTimeline.Empty;
    private CardSnapshot? _snapshot;
    private TimeSpan _estimatedAt;
    private bool _changed = true;

    // What has come since the last status: words, or anything that is more than words.
    private bool _hasDelta;
    private bool _hasEvent;
    private TimeSpan? _oldestNew;

    public LaneFold(LaneProgress progress, LaneTake take)
    {
        _progress = progress;
        _take = take;
        _texts = [_answer, _reasoning];
    }

    public LaneTake Take => _take;

    /// <summary>Whether the last snapshot holds estimates that are older than the deltas.</summary>
    public bool IsEstimateDue { get; private set; }

    /// <summary>Characters that the next snapshot has to parse.</summary>
    public int OpenLength => _answer.OpenLength + _reasoning.OpenLength;

    /// <summary>Folds in an event, which is no delta, that the lane's progress has taken up before.</summary>
    public void Apply(LaneEvent item)
    {
        _changed = true;
        _hasEvent = true;
        _timeline = _timeline.With(item);
        if (item is LaneEnded)
        {
            _answer.End();
            _reasoning.End();
        }
    }

    /// <summary>Folds in a delta that the lane's progress has taken up before.</summary>
    public void Apply(in LaneDelta delta)
    {
        _changed = true;
        _hasDelta = true;
        _timeline = _timeline.With(delta);
        (delta.IsReasoning ? _reasoning : _answer).Append(delta.Text);
        _oldestNew ??= delta.Elapsed;
    }

    /// <summary>The first delta's time; null before it.</summary>
    public TimeSpan? FirstDeltaAt => _progress.FirstDeltaAt;

    /// <summary>The time of the oldest delta since the last call; null when there was none.</summary>
    public TimeSpan? TakeOldestNew()
    {
        var oldest = _oldestNew;
        _oldestNew = null;
        return oldest;
    }

    /// <summary>Shows the answer as it was written, or formatted again.</summary>
    public void ShowRaw(bool raw)
    {
        if (_answer.IsRaw != raw)
        {
            _changed = true;
            _answer.ShowRaw(raw);
        }
    }

    /// <summary>The answer and its reasoning.</summary>
    public ReadOnlySpan<AnswerText> Texts => _texts;

    /// <summary>What went wrong while formatting since the last call; the text is shown as it was written from then on.</summary>
    public Exception? TakeFault() => _answer.TakeFault() ?? _reasoning.TakeFault();

    /// <summary>Something outside of the events has changed, such as a block's colours or what the last pass has found.</summary>
    public void Touch() => _changed = true;

    /// <summary>What the card shows now; the same object as before when nothing has changed.</summary>
    public CardSnapshot ToSnapshot(TimeSpan now)
    {
        if (_snapshot is null || _changed || (IsEstimateDue && now - _estimatedAt >= EstimateInterval))
        {
            _changed = false;
            _snapshot = new CardSnapshot(_take, ToStatus(now), _reasoning.ToDocument(), _answer.ToDocument(), _timeline);
        }

        return _snapshot;
    }

    private CardStatus ToStatus(TimeSpan now)
    {
        var isOnlyWords = !_hasEvent && _snapshot is { Status: var shown } && shown.StandsWith(_progress) && now - _estimatedAt < EstimateInterval;
        var hasDelta = _hasDelta;
        _hasDelta = false;
        _hasEvent = false;
        if (isOnlyWords)
        {
            IsEstimateDue |= hasDelta;
            return _snapshot!.Status;
        }

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
