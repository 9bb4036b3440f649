namespace CompareIntel.Core.Comparisons;

/// <summary>A comparison that the server owns, running or ended.</summary>
public sealed class LiveComparison
{
    // Null when it was read from storage: nothing of it runs.
    private readonly ComparisonRun? _run;
    private readonly Lock _retryLock = new();
    private volatile LaneRetry[] _retries = [];
    private bool _takesNoRetries;
    private long _bookedBytes;

    internal LiveComparison(ComparisonRequest request, ComparisonOrigin origin, ComparisonRun run, DateTimeOffset createdAt)
        : this(run.Id, request, origin, run.Mode, createdAt, run.Log) => _run = run;

    private LiveComparison(string id, ComparisonRequest request, ComparisonOrigin origin, ConcurrencyMode mode, DateTimeOffset createdAt, ComparisonLog log)
    {
        Id = id;
        Request = request;
        Origin = origin;
        Mode = mode;
        CreatedAt = createdAt;
        Log = log;
    }

    /// <summary>Unguessable; also the last part of the page's address.</summary>
    public string Id { get; }

    /// <summary>What was asked.</summary>
    public ComparisonRequest Request { get; }

    /// <summary>Whose it is, and where it stands in a conversation.</summary>
    public ComparisonOrigin Origin { get; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Whether lanes run at once; fixed when the comparison starts.</summary>
    public ConcurrencyMode Mode { get; }

    /// <summary>All that happened and happens.</summary>
    public ComparisonLog Log { get; }

    /// <summary>Ends when the last event has been appended. Never fails.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Ends when all of it is stored; at once where nothing is stored. Never fails.</summary>
    public Task Stored { get; private set; } = Task.CompletedTask;

    /// <summary>Whether its lanes were run by this process, and not read from storage or taken in.</summary>
    internal bool RanHere => _run is not null;

    /// <summary>Lanes that were run again, oldest first. The log of this comparison is not touched by them.</summary>
    public IReadOnlyList<LaneRetry> Retries => _retries;

    /// <summary>Lanes are being run again; raised on the thread that started them.</summary>
    public event Action? Retried;

    /// <summary>The comparison whose lanes this one runs again; null for one that stands for itself.</summary>
    public LiveComparison? First { get; internal init; }

    /// <summary>For each lane of a retry the lane of <see cref="First"/> that it stands for; empty for a comparison that stands for itself.</summary>
    public IReadOnlyList<int> RetriedLanes { get; internal init; } = [];

    /// <summary>Where this lane was run last: here, or in a retry, under the number that it has there.</summary>
    public (LiveComparison Comparison, int Lane) LatestTake(int lane) => TakesOf(lane).First();

    /// <summary>Every run of this lane, the newest first and the one here last, each under the number that it has there.</summary>
    public IEnumerable<(LiveComparison Comparison, int Lane)> TakesOf(int lane)
    {
        foreach (var retry in _retries.Reverse())
        {
            for (var index = 0; index < retry.Lanes.Count; index++)
            {
                if (retry.Lanes[index] == lane)
                {
                    yield return (retry.Comparison, index);
                }
            }
        }

        yield return (this, lane);
    }

    /// <summary>Whether this lane has ended here, whatever became of it in a retry.</summary>
    public bool HasEndedHere(int lane) => _run?.LaneCompletion(lane).IsCompleted ?? true;

    /// <summary>Whether the lane's last run has ended.</summary>
    public bool HasEnded(int lane)
    {
        var (comparison, own) = LatestTake(lane);
        return comparison._run?.LaneCompletion(own).IsCompleted ?? true;
    }

    /// <summary>A comparison that ran before, as it was stored.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="mode">Whether lanes ran at once.</param>
    /// <param name="createdAt">UTC.</param>
    /// <param name="log">An ended log.</param>
    internal static LiveComparison Restore(string id, ComparisonRequest request, ComparisonOrigin origin, ConcurrencyMode mode, DateTimeOffset createdAt, ComparisonLog log) =>
        new(id, request, origin, mode, createdAt, log);

    /// <summary>Lanes of <paramref name="first"/> that ran again before, as they were stored; adds itself to its retries.</summary>
    internal static LiveComparison RestoreRetry(LiveComparison first, IReadOnlyList<int> lanes, string id, ComparisonRequest request, ConcurrencyMode mode, DateTimeOffset createdAt, ComparisonLog log)
    {
        var retry = new LiveComparison(id, request, first.Origin, mode, createdAt, log) { First = first, RetriedLanes = lanes };
        first._retries = [.. first._retries, new LaneRetry(retry, lanes)];
        return retry;
    }

    /// <summary>
    /// Bytes of memory that log and request take, about. Text of a message that several lanes share is counted once.
    /// </summary>
    internal long ApproximateBytes =>
        Log.ApproximateBytes + BytesOf(Request.Prompt.Length) + Request.Lanes.SelectMany(static lane => lane.History).Distinct().Sum(static message => BytesOf(message.Text.Length));

    /// <summary>Takes back what is booked for it and those of its retries that have ended, and says how much it was.</summary>
    internal long Unbook() => Interlocked.Exchange(ref _bookedBytes, 0);

    internal void Book(long bytes) => Interlocked.Add(ref _bookedBytes, bytes);

    /// <summary>Ends when the end has also been booked by <see cref="LiveComparisons"/>.</summary>
    internal Task Followed { get; private set; } = Task.CompletedTask;

    /// <summary>Adds what <paramref name="start"/> starts, unless one of these lanes still runs; nobody else starts a retry meanwhile.</summary>
    internal LiveComparison? TryRetry(IReadOnlyList<int> lanes, Func<LiveComparison> start)
    {
        LiveComparison comparison;
        lock (_retryLock)
        {
            if (_takesNoRetries || lanes.Any(lane => !HasEnded(lane)))
            {
                return null;
            }

            comparison = start();
            _retries = [.. _retries, new LaneRetry(comparison, lanes)];
        }

        Retried?.Invoke();
        return comparison;
    }

    /// <summary>Takes no more retries, because the comparison is being forgotten; those that there are.</summary>
    internal IReadOnlyList<LaneRetry> CloseRetries()
    {
        lock (_retryLock)
        {
            _takesNoRetries = true;
            return _retries;
        }
    }

    /// <summary>Has a comparison stored that did not run here.</summary>
    internal void Store(Func<LiveComparison, Task> store) => Stored = store(this);

    /// <summary>Starts the lanes of a comparison that was not restored.</summary>
    internal void Start(Func<LiveComparison, Task> store, Func<LiveComparison, Task> follow)
    {
        Stored = store(this);
        Completion = _run!.RunAsync();
        Followed = follow(this);
    }

    private static long BytesOf(int characters) => 200 + (2L * characters);

    internal async Task StopAsync(LaneCutoff reason)
    {
        _run?.CutAll(reason);
        await Completion.ConfigureAwait(false);
    }

    internal async Task StopLaneAsync(int lane)
    {
        if (_run is not null)
        {
            _run.Cut(lane, LaneCutoff.Stopped);
            await _run.LaneCompletion(lane).ConfigureAwait(false);
        }
    }
}
