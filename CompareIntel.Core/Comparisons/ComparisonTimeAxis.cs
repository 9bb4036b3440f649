namespace CompareIntel.Core.Comparisons;

/// <summary>A comparison over time, folded from its log: one axis for all lanes, cut into bins of equal length. Immutable.</summary>
public sealed class ComparisonTimeAxis
{
    private ComparisonTimeAxis(TimeSpan duration, TimeSpan binLength, IReadOnlyList<LaneTimeAxis> lanes)
    {
        Duration = duration;
        BinLength = binLength;
        Lanes = lanes;
    }

    /// <summary>From the comparison's start to its end, or to now while it runs; never zero.</summary>
    public TimeSpan Duration { get; }

    /// <summary>How much time a bin stands for.</summary>
    public TimeSpan BinLength { get; }

    /// <summary>The lanes in request order.</summary>
    public IReadOnlyList<LaneTimeAxis> Lanes { get; }

    /// <summary>Characters per second in the best bin of all lanes.</summary>
    public double Peak => Lanes.Select(static lane => lane.Peak).DefaultIfEmpty(0).Max();

    /// <summary>All that is in <paramref name="log"/> now.</summary>
    /// <param name="log">The log.</param>
    /// <param name="bins">How many bins the axis has, 1 or more.</param>
    public static ComparisonTimeAxis Of(ComparisonLog log, int bins)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var events = log.Snapshot().ToList();
        var last = events.Select(static item => item.Elapsed).DefaultIfEmpty(TimeSpan.Zero).Max();
        var now = log.IsEnded || log.Elapsed < last ? last : log.Elapsed;
        var duration = now > TimeSpan.Zero ? now : TimeSpan.FromTicks(1);
        var binLength = TimeSpan.FromTicks(Math.Max(1, (duration.Ticks + bins - 1) / bins));
        var lanes = new List<LaneBuilder>();
        foreach (var item in events.OfType<LaneEvent>())
        {
            if (item is LaneCreated created)
            {
                lanes.Add(new LaneBuilder(created, bins, binLength));
            }

            lanes[item.Lane].Add(item);
        }

        return new ComparisonTimeAxis(duration, binLength, [.. lanes.Select(lane => lane.ToLane(duration))]);
    }

    private sealed class LaneBuilder(LaneCreated created, int bins, TimeSpan binLength)
    {
        private readonly int[] _characters = new int[bins];
        private readonly List<AttemptFailed> _failures = [];
        private readonly List<LaneStall> _stalls = [];
        private LaneTimeline _timeline = LaneTimeline.Empty;
        private TimeSpan? _lastDelta;

        public void Add(LaneEvent item)
        {
            _timeline = _timeline.With(item);
            switch (item)
            {
                case TextReceived text:
                    AddDelta(text.Elapsed, text.Text.Length);
                    break;
                case ReasoningReceived reasoning:
                    AddDelta(reasoning.Elapsed, reasoning.Text.Length);
                    break;
                case AttemptFailed failed:
                    _failures.Add(failed);
                    break;
                case LaneEnded ended:
                    EndSilence(ended.Elapsed);
                    _lastDelta = null;
                    break;
                default:
                    break;
            }
        }

        public LaneTimeAxis ToLane(TimeSpan now)
        {
            EndSilence(now);
            return new LaneTimeAxis(created.Lane, created.Model, _timeline, _failures, _stalls, _characters, _characters.Max() / binLength.TotalSeconds);
        }

        private void AddDelta(TimeSpan at, int length)
        {
            EndSilence(at);
            _lastDelta = at;

            // What arrives with the last tick belongs to the last bin.
            _characters[Math.Min(bins - 1, (int)(at.Ticks / binLength.Ticks))] += length;
        }

        private void EndSilence(TimeSpan at)
        {
            if (_lastDelta is { } last && at - last > LaneTimeAxis.ShortestStall)
            {
                _stalls.Add(new LaneStall(last, at));
            }
        }
    }
}
