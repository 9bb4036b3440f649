namespace CompareIntel.Core.Comparisons;

/// <summary>What ended a lane from outside its provider.</summary>
internal enum LaneCutoff
{
    None,
    Stopped,
    Interrupted,
    FirstTokenTimeout,
    Stalled,
    AnswerTimeout,
}

/// <summary>
/// A lane's one cancellation and the reason for it: the first reason wins, whoever gives it. Also the lane's watchdog: one timer for all three
/// limits, armed for the nearest and re-armed only when it fires, so that a delta costs one write of a time stamp and no timer.
/// </summary>
internal sealed class LaneControl : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ComparisonOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _timerLock = new();
    private ITimer? _timer;
    private int _cutoff;
    private long _laneStart;
    private long _attemptStart;
    private long _lastDelta;
    private bool _watching;
    private bool _disposed;

    public LaneControl(ComparisonOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
    }

    public CancellationToken Token => _cancellation.Token;

    public LaneCutoff Cutoff => (LaneCutoff)Volatile.Read(ref _cutoff);

    /// <summary>Cancels the lane unless it was cancelled before. Cancelling closes the provider's connection.</summary>
    public void Cut(LaneCutoff reason)
    {
        if (Interlocked.CompareExchange(ref _cutoff, (int)reason, (int)LaneCutoff.None) == (int)LaneCutoff.None)
        {
            try
            {
                _cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The lane ended at the same moment.
            }
            catch (AggregateException)
            {
                // A callback of the provider's threw. The lane is cancelled all the same, and its pump sees how the call ends.
            }
        }
    }

    /// <summary>A request is being sent: the limit for the first token starts.</summary>
    public void AttemptStarted()
    {
        var now = _timeProvider.GetTimestamp();
        lock (_timerLock)
        {
            _laneStart = _laneStart == 0 ? now : _laneStart;
            _attemptStart = now;
            _lastDelta = 0;
            _watching = true;
            Arm(now);
        }
    }

    /// <summary>A delta arrived. Only an attempt's first one touches the timer: the gap may be shorter than what was left for the first token.</summary>
    public void DeltaArrived()
    {
        var now = _timeProvider.GetTimestamp();
        var isFirst = _lastDelta == 0;
        Volatile.Write(ref _lastDelta, now);
        if (isFirst)
        {
            OnTimer();
        }
    }

    /// <summary>The attempt is over; only the limit for the whole answer goes on.</summary>
    public void AttemptEnded()
    {
        lock (_timerLock)
        {
            _watching = false;
        }
    }

    public void Dispose()
    {
        lock (_timerLock)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        _cancellation.Dispose();
    }

    private void OnTimer()
    {
        lock (_timerLock)
        {
            if (!_disposed)
            {
                Arm(_timeProvider.GetTimestamp());
            }
        }
    }

    private void Arm(long now)
    {
        var (reason, left) = NearestLimit(now);
        if (left <= TimeSpan.Zero)
        {
            // Cancelling runs the provider's callbacks; they must not run under the lock.
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Control.Cut(state.Reason), (Control: this, Reason: reason), preferLocal: false);
            return;
        }

        // A timer may fire a little early; a millisecond more keeps it from firing twice.
        var due = left + TimeSpan.FromMilliseconds(1);
        if (_timer is null)
        {
            _timer = _timeProvider.CreateTimer(static state => ((LaneControl)state!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private (LaneCutoff Reason, TimeSpan Left) NearestLimit(long now)
    {
        var answer = _options.AnswerTimeout - _timeProvider.GetElapsedTime(_laneStart, now);
        if (!_watching)
        {
            return (LaneCutoff.AnswerTimeout, answer);
        }

        var lastDelta = Volatile.Read(ref _lastDelta);
        var (reason, left) = lastDelta == 0
            ? (LaneCutoff.FirstTokenTimeout, _options.FirstTokenTimeout - _timeProvider.GetElapsedTime(_attemptStart, now))
            : (LaneCutoff.Stalled, _options.DeltaGapTimeout - _timeProvider.GetElapsedTime(lastDelta, now));
        return left <= answer ? (reason, left) : (LaneCutoff.AnswerTimeout, answer);
    }
}
