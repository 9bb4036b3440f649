namespace CompareIntel.Core.Comparisons;

/// <summary>A comparison that the server owns, running or ended.</summary>
public sealed class LiveComparison
{
    private readonly ComparisonRun _run;
    private readonly Lock _retryLock = new();
    private volatile LaneRetry[] _retries = [];
    private bool _takesNoRetries;
    private long _bookedBytes;

    internal LiveComparison(ComparisonRequest request, ComparisonRun run, DateTimeOffset createdAt)
    {
        Request = request;
        CreatedAt = createdAt;
        _run = run;
    }

    /// <summary>Unguessable; also the last part of the page's address.</summary>
    public string Id => _run.Id;

    /// <summary>What was asked.</summary>
    public ComparisonRequest Request { get; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Whether lanes run at once; fixed when the comparison starts.</summary>
    public ConcurrencyMode Mode => _run.Mode;

    /// <summary>All that happened and happens.</summary>
    public ComparisonLog Log => _run.Log;

    /// <summary>Ends when the last event has been appended. Never fails.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Lanes that were run again, oldest first. The log of this comparison is not touched by them.</summary>
    public IReadOnlyList<LaneRetry> Retries => _retries;

    /// <summary>Lanes are being run again; raised on the thread that started them.</summary>
    public event Action? Retried;

    /// <summary>Where this lane was run last: here, or in a retry, under the number that it has there.</summary>
    public (LiveComparison Comparison, int Lane) LatestTake(int lane)
    {
        foreach (var retry in _retries.Reverse())
        {
            for (var index = 0; index < retry.Lanes.Count; index++)
            {
                if (retry.Lanes[index] == lane)
                {
                    return (retry.Comparison, index);
                }
            }
        }

        return (this, lane);
    }

    /// <summary>Bytes of memory that log and request take, about. Text of a message that several lanes share is counted once.</summary>
    internal long ApproximateBytes =>
        Log.ApproximateBytes + BytesOf(Request.Prompt.Length) + Request.Lanes.SelectMany(static lane => lane.History).Distinct().Sum(static message => BytesOf(message.Text.Length));

    /// <summary>The comparison whose lanes this one runs again; null for one that stands for itself.</summary>
    internal LiveComparison? First { get; init; }

    /// <summary>What is booked for it and those of its retries that have ended.</summary>
    internal long BookedBytes => Interlocked.Read(ref _bookedBytes);

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

    internal void Start(Func<LiveComparison, Task> follow)
    {
        Completion = _run.RunAsync();
        Followed = follow(this);
    }

    private bool HasEnded(int lane)
    {
        var (comparison, own) = LatestTake(lane);
        return comparison._run.LaneCompletion(own).IsCompleted;
    }

    private static long BytesOf(int characters) => 200 + (2L * characters);

    internal async Task StopAsync(LaneCutoff reason)
    {
        _run.CutAll(reason);
        await Completion.ConfigureAwait(false);
    }

    internal async Task StopLaneAsync(int lane)
    {
        _run.Cut(lane, LaneCutoff.Stopped);
        await _run.LaneCompletion(lane).ConfigureAwait(false);
    }
}
