using Microsoft.Extensions.Time.Testing;

namespace CompareIntel.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it, and that knows whether somebody waits for it: moving it before the code under
/// test has set its timer would let that timer fire too late.
/// </summary>
internal sealed class TrackingTimeProvider : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TrackedTimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _created;

    /// <summary>Timers created so far.</summary>
    public int CreatedTimers
    {
        get
        {
            lock (_lock)
            {
                return _created;
            }
        }
    }

    /// <summary>Timers that are set and have neither fired nor been disposed.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count(static timer => timer.Due is not null);
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TrackedTimer(this, callback, state, period);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Start(base.CreateTimer(timer.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), dueTime);

        // Counted once it is set: whoever waits for it will move the clock next.
        Track(() => _created++);
        return timer;
    }

    /// <summary>Waits until that many timers have been created in all.</summary>
    public Task WaitForCreatedTimersAsync(int count) => WaitForAsync(() => CreatedTimers >= count);

    /// <summary>Waits until that many timers are set.</summary>
    public Task WaitForPendingTimersAsync(int count) => WaitForAsync(() => PendingTimers >= count);

    /// <summary>
    /// Moves the clock to each next timer in turn until <paramref name="task"/> is done, and no further. For code that sets one timer
    /// at a time: where another one stays set meanwhile, the clock may run ahead to it.
    /// </summary>
    public async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            Task changed;
            TimeSpan? step;
            lock (_lock)
            {
                changed = _changed.Task;
                step = _timers.Min(static timer => timer.Due) - GetUtcNow();
            }

            if (step is { } left)
            {
                Advance(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                await Task.Yield();
            }
            else
            {
                await Task.WhenAny(task, changed).WaitAsync(AsyncAssert.Timeout);
            }
        }

        await task;
    }

    private async Task WaitForAsync(Func<bool> isReached)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (isReached())
            {
                return;
            }

            await changed.WaitAsync(AsyncAssert.Timeout);
        }
    }

    private void Track(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    private sealed class TrackedTimer(TrackingTimeProvider owner, TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        private ITimer _inner = null!;
        private TimeSpan _period = period;

        /// <summary>When it fires next; null while it is not set.</summary>
        public DateTimeOffset? Due { get; private set; }

        public void Start(ITimer inner, TimeSpan dueTime)
        {
            _inner = inner;
            Change(dueTime, _period);
        }

        public void Fire(object? unused)
        {
            owner.Track(() => Due = _period > TimeSpan.Zero ? owner.GetUtcNow() + _period : null);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Track(() =>
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner.GetUtcNow() + dueTime;
            });
            return _inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            owner.Track(() => owner._timers.Remove(this));
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
