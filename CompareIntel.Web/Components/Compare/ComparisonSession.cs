using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// One circuit's view of one comparison. A single loop reads the comparison's log, folds it into immutable snapshots and calls
/// <see cref="FrameReady"/> once per tick: at once for the first change, then at most 20 times a second with few lanes and 10 with many, and always
/// for the last. A comparison that has ended is read in one go.
/// </summary>
/// <remarks>Leaving a comparison, or ending the session, changes nothing about the run.</remarks>
public sealed class ComparisonSession : IAsyncDisposable
{
    private const int FewLanes = 4;
    private static readonly TimeSpan s_intervalForFew = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_intervalForMany = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_estimateInterval = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _timeProvider;
    private Following? _following;
    private Task _loop = Task.CompletedTask;
    private Func<ComparisonView, CancellationToken, Task>? _frameReady;

    public ComparisonSession(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>The newest frame; null until the first one of the comparison that is followed.</summary>
    public ComparisonView? Current => _following?.Current;

    /// <summary>The comparison that is followed; null when there is none.</summary>
    public string? Id => _following?.Id;

    /// <summary>
    /// Called from the loop for every frame. The next one is not made before the task that it returns has ended; the token says that the comparison
    /// has been left. It may still be called for a comparison that is just being left.
    /// </summary>
    public Func<ComparisonView, CancellationToken, Task>? FrameReady
    {
        get => _frameReady;

        // A full fence: who sets this and then reads Current must not miss a frame that the loop stores before it reads this.
        set => Interlocked.Exchange(ref _frameReady, value);
    }

    /// <summary>Called when the loop ends by a fault.</summary>
    public Func<Exception, Task>? Faulted { get; set; }

    /// <summary>
    /// Leaves the comparison that was followed, if any, and follows this one from its beginning. <see cref="Id"/> and <see cref="Current"/> have
    /// changed when this returns; the task ends when the comparison that was followed has been left.
    /// </summary>
    public Task FollowAsync(string id, ComparisonLog log) => SwitchAsync(new Following(id, log));

    /// <summary>Follows nothing any more. No frame comes after the task has ended.</summary>
    public Task LeaveAsync() => SwitchAsync(null);

    public async ValueTask DisposeAsync()
    {
        FrameReady = null;
        await LeaveAsync();
    }

    // What is followed changes before the first await, and a loop begins when the one before it has ended. So switches that overlap can't mix: the
    // latest one holds, and no loop is without an owner that cancels it.
    private async Task SwitchAsync(Following? next)
    {
        var left = _following;
        var loopBefore = _loop;
        _following = next;
        if (next is not null)
        {
            var token = next.Cancellation.Token;
            _loop = Task.Run(() => RunAfterAsync(loopBefore, next, token), CancellationToken.None);
        }

        if (left is not null)
        {
            await left.Cancellation.CancelAsync();
        }

        await loopBefore;
        left?.Cancellation.Dispose();
    }

    private async Task RunAfterAsync(Task loopBefore, Following following, CancellationToken cancellationToken)
    {
        // Its faults are told to who left it.
        await loopBefore.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
        {
            await RunAsync(following, cancellationToken);
        }
    }

    private async Task RunAsync(Following following, CancellationToken cancellationToken)
    {
        try
        {
            await FoldAsync(following, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Left.
        }
        catch (Exception exception) when (Faulted is not null)
        {
            await Faulted(exception);
        }
    }

    private async Task FoldAsync(Following following, CancellationToken cancellationToken)
    {
        using var reader = following.Log.OpenReader();
        var progress = new ComparisonProgress();
        var lanes = new List<LaneFold>();

        // An estimate that was held back comes half a second later even when the model has gone silent.
        await using var estimates = _timeProvider.CreateTimer(static state => ((LogReader)state!).Nudge(), reader, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            while (reader.TryRead(out var item))
            {
                Apply(item, progress, lanes);
            }

            if (lanes.Count == 0)
            {
                continue;
            }

            var frameStart = _timeProvider.GetTimestamp();
            var view = ToView(following, progress, lanes);
            following.Show(view);
            if (FrameReady is { } frameReady)
            {
                await frameReady(view, cancellationToken);
            }

            if (lanes.Exists(static lane => lane.IsEstimateDue))
            {
                estimates.Change(s_estimateInterval, Timeout.InfiniteTimeSpan);
            }

            var live = view.Cards.Count(static card => !card.Status.State.IsTerminal());
            var left = (live <= FewLanes ? s_intervalForFew : s_intervalForMany) - _timeProvider.GetElapsedTime(frameStart);
            if (left > TimeSpan.Zero && view.IsRunning)
            {
                await Task.Delay(left, _timeProvider, cancellationToken);
            }
        }
    }

    private static void Apply(ComparisonEvent item, ComparisonProgress progress, List<LaneFold> lanes)
    {
        progress.Apply(item);
        if (item is LaneCreated created)
        {
            lanes.Add(new LaneFold(progress.Lanes[created.Lane]));
        }

        if (item is LaneEvent laneEvent)
        {
            lanes[laneEvent.Lane].Apply(laneEvent);
        }
    }

    private static ComparisonView ToView(Following following, ComparisonProgress progress, List<LaneFold> lanes)
    {
        var elapsed = progress.Summary?.Duration ?? following.Log.Elapsed;
        return new ComparisonView
        {
            Id = following.Id,
            Cards = [.. lanes.Select(lane => lane.ToSnapshot(elapsed))],
            State = progress.State,
            Elapsed = elapsed,
            StartSpread = progress.StartSpread,
            Summary = progress.Summary,
        };
    }

    /// <summary>One comparison while it is followed. Its frame is its own: a loop that has been left can't overwrite the next one's.</summary>
    private sealed class Following(string id, ComparisonLog log)
    {
        private ComparisonView? _current;

        public string Id { get; } = id;

        public ComparisonLog Log { get; } = log;

        public CancellationTokenSource Cancellation { get; } = new();

        public ComparisonView? Current => Volatile.Read(ref _current);

        public void Show(ComparisonView view) => Interlocked.Exchange(ref _current, view);
    }
}
