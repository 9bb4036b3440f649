using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>One log that a session reads, folded: the comparison itself or lanes of it that were run again. Used by the session's loop only.</summary>
internal sealed class FollowedRun : ILogFold, IDisposable
{
    private readonly LogReader _reader;
    private readonly Func<int, int> _cardOf;
    private readonly List<LaneFold> _lanes = [];
    private readonly ComparisonLog _log;
    private Task<bool>? _waiting;

    /// <param name="id">The comparison that the log belongs to.</param>
    /// <param name="log">The log.</param>
    /// <param name="cardOf">The card that shows a lane of this log.</param>
    public FollowedRun(string id, ComparisonLog log, Func<int, int> cardOf)
    {
        Id = id;
        _log = log;
        _cardOf = cardOf;
        _reader = log.OpenReader();
        JoinedAt = log.Elapsed;
    }

    public string Id { get; }

    /// <summary>When it was followed, from its start.</summary>
    public TimeSpan JoinedAt { get; }

    /// <summary>The time since its start, also after its end.</summary>
    public TimeSpan Now => _log.Elapsed;

    public ComparisonProgress Progress { get; } = new();

    public IReadOnlyList<LaneFold> Lanes => _lanes;

    /// <summary>All of the log has been read: its end is its last event.</summary>
    public bool HasEnded => Progress.State != ComparisonState.Running;

    public TimeSpan Elapsed => Progress.Summary?.Duration ?? _log.Elapsed;

    public void Dispose() => _reader.Dispose();

    /// <summary>Ends when there is something to read or the log has ended. The same task until <see cref="Drain"/> is called.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _waiting ??= _reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>Folds in everything that has arrived.</summary>
    public void Drain()
    {
        _reader.ReadInto(this);
        if (_waiting is { IsCompleted: true })
        {
            _waiting = null;
        }
    }

    public CardSnapshot[] ToSnapshots()
    {
        var elapsed = Elapsed;
        return [.. _lanes.Select(lane => lane.ToSnapshot(elapsed))];
    }

    public void Apply(in LaneDelta delta)
    {
        Progress.Apply(delta);
        _lanes[delta.Lane].Apply(delta);
    }

    public void Apply(ComparisonEvent item)
    {
        Progress.Apply(item);
        if (item is LaneCreated created)
        {
            _lanes.Add(new LaneFold(Progress.Lanes[created.Lane], new LaneTake(_cardOf(created.Lane), Id, created.Lane, created.Model)));
        }

        if (item is LaneEvent laneEvent)
        {
            _lanes[laneEvent.Lane].Apply(laneEvent);
        }
    }
}
