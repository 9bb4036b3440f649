using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Replay;

/// <summary>
/// Plays a recorded log again: a log of its own that grows as the recorded one grew, event for event and at the recorded times. Whoever follows a live
/// comparison follows it in the same way. It can be paused, made faster, stepped and put at any time. Safe to use from any thread.
/// </summary>
public sealed class ReplayPlayer : IDisposable
{
    // A timer for each delta of a dozen fast lanes at tenfold speed would be thousands a second. Nobody sees the difference: frames are further apart.
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(10);

    private readonly ComparisonLog _recorded;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan[] _due;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly ReplayClock _clock;
    private ComparisonLog _log;
    private int _shown;
    private TimeSpan _position;
    private long _positionAt;
    private double _speed = 1;
    private bool _isPlaying;
    private bool _isDisposed;

    /// <summary>Stands at the beginning and does not play.</summary>
    /// <exception cref="ArgumentException"><paramref name="recorded"/> has not ended.</exception>
    public ReplayPlayer(ComparisonLog recorded, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (!recorded.IsEnded)
        {
            throw new ArgumentException("Only a comparison that has ended can be replayed.", nameof(recorded));
        }

        _recorded = recorded;
        _timeProvider = timeProvider;
        _due = DueTimes(recorded);
        _clock = new ReplayClock(() => Position);
        _log = new ComparisonLog(_clock, 0);
        _timer = timeProvider.CreateTimer(static state => ((ReplayPlayer)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        LeastShown = CountUntil(TimeSpan.Zero);
        ShowUpTo(LeastShown);
    }

    /// <summary>The speeds that a page offers.</summary>
    public static IReadOnlyList<double> Speeds { get; } = [1, 2, 5, 10];

    /// <summary>Playing, speed or position has been changed by something else than the passing of time, or the end has been reached. Any thread.</summary>
    public event Action? Changed;

    /// <summary>Time of the last event.</summary>
    public TimeSpan Duration => _due[^1];

    /// <summary>What has been played so far. Another object once the replay has been put back: a log never shrinks.</summary>
    public ComparisonLog Log
    {
        get
        {
            lock (_lock)
            {
                return _log;
            }
        }
    }

    /// <summary>Where it stands, 0 to <see cref="Duration"/>; goes on by itself while it plays.</summary>
    public TimeSpan Position
    {
        get
        {
            lock (_lock)
            {
                return PositionNow();
            }
        }
    }

    /// <summary>Recorded time per time that passes.</summary>
    public double Speed
    {
        get
        {
            lock (_lock)
            {
                return _speed;
            }
        }
    }

    public bool IsPlaying
    {
        get
        {
            lock (_lock)
            {
                return _isPlaying;
            }
        }
    }

    /// <summary>Events that have been played, of <see cref="Events"/>.</summary>
    public int Shown
    {
        get
        {
            lock (_lock)
            {
                return _shown;
            }
        }
    }

    /// <summary>Events that are there at the beginning: the lanes, and what came at once.</summary>
    public int LeastShown { get; }

    /// <summary>Events of the recorded log.</summary>
    public int Events => _due.Length;

    /// <summary>Plays on; from the beginning when it stands at the end.</summary>
    public void Play() => Change(() =>
    {
        if (_isPlaying)
        {
            return;
        }

        if (_shown == _due.Length)
        {
            MoveTo(TimeSpan.Zero, LeastShown);
        }

        _isPlaying = true;
        _positionAt = _timeProvider.GetTimestamp();
    });

    public void Pause() => Change(Stop);

    /// <summary>Changes the speed, from where it stands.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="speed"/> is not between 0.1 and 100.</exception>
    public void SetSpeed(double speed)
    {
        if (speed is not (>= 0.1 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed is 0.1 to 100.");
        }

        Change(() =>
        {
            Anchor(PositionNow());
            _speed = speed;
        });
    }

    /// <summary>Puts it at this time: all events up to it have been played, and no later one. Times outside of the recording mean its ends.</summary>
    public void Seek(TimeSpan position) => Change(() =>
    {
        var at = TimeSpan.FromTicks(Math.Clamp(position.Ticks, 0, Duration.Ticks));
        MoveTo(at, CountUntil(at));
    });

    /// <summary>Pauses and moves by so many events, back when it is negative.</summary>
    public void Step(int events) => Change(() =>
    {
        Stop();
        var count = (int)Math.Clamp(_shown + (long)events, LeastShown, _due.Length);
        MoveTo(_due[count - 1], count);
    });

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _isPlaying = false;
        }

        _timer.Dispose();
    }

    // Lanes append side by side, so that an event may carry a time just before that of the one in front of it: it is due when all before it are. The
    // lanes themselves are there from the beginning.
    private static TimeSpan[] DueTimes(ComparisonLog recorded)
    {
        var due = new TimeSpan[recorded.EndSequence];
        var latest = TimeSpan.Zero;
        for (var index = 0; index < due.Length; index++)
        {
            var item = recorded.TryGet(index + 1)!;
            latest = item is not LaneCreated && item.Elapsed > latest ? item.Elapsed : latest;
            due[index] = latest;
        }

        return due;
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            Advance();
            change();
            Schedule();
        }

        Changed?.Invoke();
    }

    private void OnTimer()
    {
        var ended = false;
        lock (_lock)
        {
            if (!_isPlaying)
            {
                return;
            }

            Advance();
            ended = !_isPlaying;
            Schedule();
        }

        if (ended)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Shows what has become due.</summary>
    private void Advance()
    {
        if (!_isPlaying)
        {
            return;
        }

        var now = PositionNow();
        ShowUpTo(CountUntil(now));
        if (_shown == _due.Length)
        {
            Stop();
        }
    }

    private void Schedule()
    {
        if (!_isPlaying)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Rounded up: a timer that comes a fraction early would find nothing due.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((_due[_shown] - PositionNow()).TotalMilliseconds / _speed));
        _timer.Change(wait > s_shortestWait ? wait : s_shortestWait, Timeout.InfiniteTimeSpan);
    }

    private void Stop()
    {
        Anchor(PositionNow());
        _isPlaying = false;
    }

    private TimeSpan PositionNow()
    {
        if (!_isPlaying)
        {
            return _position;
        }

        var now = _position + (_timeProvider.GetElapsedTime(_positionAt) * _speed);
        return now < Duration ? now : Duration;
    }

    private void Anchor(TimeSpan position)
    {
        _position = position;
        _positionAt = _timeProvider.GetTimestamp();
    }

    private void MoveTo(TimeSpan position, int count)
    {
        Anchor(position);
        if (count < _shown)
        {
            _log = new ComparisonLog(_clock, 0);
            _shown = 0;
        }

        ShowUpTo(count);
        if (_shown == _due.Length)
        {
            Stop();
        }
    }

    private void ShowUpTo(int count)
    {
        for (; _shown < count; _shown++)
        {
            _log.AppendRecorded(_recorded.TryGet(_shown + 1)!);
        }
    }

    /// <summary>How many events are due at this time.</summary>
    private int CountUntil(TimeSpan position)
    {
        var low = 0;
        var high = _due.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_due[middle] <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
