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
    private CancellationTokenSource? _cancellation;
    private Task _loop = Task.CompletedTask;
    private ComparisonView? _current;

    public ComparisonSession(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>The newest frame; null until the first one of the comparison that is followed.</summary>
    public ComparisonView? Current => Volatile.Read(ref _current);

    /// <summary>The comparison that is followed; null when there is none.</summary>
    public string? Id { get; private set; }

    /// <summary>Called from the loop for every frame. The next one is not made before the task that it returns has ended.</summary>
    public Func<ComparisonView, Task>? FrameReady { get; set; }

    /// <summary>Called when the loop ends by a fault.</summary>
    public Func<Exception, Task>? Faulted { get; set; }

    /// <summary>Leaves the comparison that was followed, if any, and follows this one from its beginning.</summary>
    public async Task FollowAsync(string id, ComparisonLog log)
    {
        await LeaveAsync();
        Id = id;
        _cancellation = new CancellationTokenSource();
        var token = _cancellation.Token;
        _loop = Task.Run(() => RunAsync(id, log, token), CancellationToken.None);
    }

    /// <summary>Follows nothing any more. No frame comes after this has returned.</summary>
    public async Task LeaveAsync()
    {
        Id = null;
        if (_cancellation is { } cancellation)
        {
            _cancellation = null;
            await cancellation.CancelAsync();
            await _loop;
            cancellation.Dispose();
        }

        Volatile.Write(ref _current, null);
    }

    public async ValueTask DisposeAsync()
    {
        FrameReady = null;
        await LeaveAsync();
    }

    private async Task RunAsync(string id, ComparisonLog log, CancellationToken cancellationToken)
    {
        try
        {
            await FoldAsync(id, log, cancellationToken);
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

    private async Task FoldAsync(string id, ComparisonLog log, CancellationToken cancellationToken)
    {
        using var reader = log.OpenReader();
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
            var view = ToView(id, log, progress, lanes);
            Volatile.Write(ref _current, view);
            if (FrameReady is { } frameReady)
            {
                await frameReady(view);
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

    private static ComparisonView ToView(string id, ComparisonLog log, ComparisonProgress progress, List<LaneFold> lanes)
    {
        var elapsed = progress.Summary?.Duration ?? log.Elapsed;
        return new ComparisonView
        {
            Id = id,
            Cards = [.. lanes.Select(lane => lane.ToSnapshot(elapsed))],
            State = progress.State,
            Elapsed = elapsed,
            StartSpread = progress.StartSpread,
            Summary = progress.Summary,
        };
    }
}
