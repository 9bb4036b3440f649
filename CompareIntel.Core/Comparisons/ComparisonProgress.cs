namespace CompareIntel.Core.Comparisons;

/// <summary>Where a comparison stands, folded from its log. Used by one reader; apply every event once and in order.</summary>
public sealed class ComparisonProgress : ILogFold
{
    private readonly List<LaneProgress> _lanes = [];

    /// <summary>The lanes in request order.</summary>
    public IReadOnlyList<LaneProgress> Lanes => _lanes;

    public ComparisonState State { get; private set; } = ComparisonState.Running;

    /// <summary>Set when the comparison has ended.</summary>
    public ComparisonSummary? Summary { get; private set; }

    /// <summary>Sequence number of the last event applied.</summary>
    public long Position { get; private set; }

    /// <summary>Last lane's start minus the first's, of those that have started; null while fewer than two have.</summary>
    public TimeSpan? StartSpread
    {
        get
        {
            var starts = _lanes.Where(static lane => lane.StartedAt is not null).Select(static lane => lane.StartedAt!.Value).ToArray();
            return starts.Length > 1 ? starts.Max() - starts.Min() : null;
        }
    }

    /// <summary>
    /// Sum of lane durations so far divided by the time so far: how much longer one after another would have taken; null before anything ran.
    /// </summary>
    public double? SpeedupAt(TimeSpan elapsed)
    {
        var end = Summary?.Duration ?? elapsed;
        var sum = _lanes.Aggregate(TimeSpan.Zero, (total, lane) => total + (lane.StartedAt is { } start ? (lane.EndedAt ?? end) - start : TimeSpan.Zero));
        return sum > TimeSpan.Zero && end > TimeSpan.Zero ? sum / end : null;
    }

    /// <summary>Folds the next event in, which may be a delta.</summary>
    public void Apply(ComparisonEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        switch (item)
        {
            case LaneCreated created:
                _lanes.Add(new LaneProgress(created.Lane, created.Model));
                break;
            case LaneEvent laneEvent:
                _lanes[laneEvent.Lane].Apply(laneEvent);
                break;
            case ComparisonEnded ended:
                State = ended.State;
                Summary = ended.Summary;
                break;
            default:
                throw new InvalidOperationException($"Unknown event {item.GetType().Name}.");
        }

        Position = item.Sequence;
    }

    /// <summary>Folds the next event, which is a delta, in.</summary>
    public void Apply(in LaneDelta delta)
    {
        _lanes[delta.Lane].Apply(delta);
        Position = delta.Sequence;
    }
}
