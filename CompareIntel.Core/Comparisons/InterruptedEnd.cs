namespace CompareIntel.Core.Comparisons;

/// <summary>The end of a run whose process ended first, made from the events that are left of it.</summary>
/// <param name="Missing">What has to be appended, with numbers and times: an end for each lane that has none, and the comparison's.</param>
/// <param name="Lanes">Every lane's end, in lane order.</param>
/// <param name="Comparison">The comparison's end.</param>
internal sealed record InterruptedEnd(IReadOnlyList<ComparisonEvent> Missing, IReadOnlyList<LaneEnded> Lanes, ComparisonEnded Comparison)
{
    /// <summary>Lanes count as interrupted when the last event arrived: nobody knows more.</summary>
    /// <param name="events">The run's events from the first on.</param>
    /// <param name="createdAt">When the comparison was started, UTC.</param>
    /// <exception cref="InvalidDataException">An event is missing between others, or there are none.</exception>
    public static InterruptedEnd Of(IEnumerable<ComparisonEvent> events, DateTimeOffset createdAt)
    {
        var progress = new ComparisonProgress();
        var ends = new Dictionary<int, LaneEnded>();
        ComparisonEnded? end = null;
        var elapsed = TimeSpan.Zero;
        foreach (var item in events)
        {
            if (item.Sequence != progress.Position + 1)
            {
                throw new InvalidDataException($"Event {progress.Position + 1} is missing; event {item.Sequence} is in its place.");
            }

            progress.Apply(item);
            elapsed = item.Elapsed > elapsed ? item.Elapsed : elapsed;
            end = item as ComparisonEnded ?? end;
            if (item is LaneEnded lane)
            {
                ends[lane.Lane] = lane;
            }
        }

        if (progress.Lanes.Count == 0)
        {
            throw new InvalidDataException("No event is left.");
        }

        var missing = new List<ComparisonEvent>();
        foreach (var lane in progress.Lanes.Where(lane => !ends.ContainsKey(lane.Lane)))
        {
            ends[lane.Lane] = Append(new LaneEnded(lane.Lane, LaneState.Interrupted, null, Measure(lane, elapsed)));
        }

        var lanes = progress.Lanes.Select(lane => ends[lane.Lane]).ToArray();
        end ??= Append(ComparisonEnded.Of(lanes, createdAt + elapsed));
        return new InterruptedEnd(missing, lanes, end);

        T Append<T>(T item)
            where T : ComparisonEvent
        {
            item.Sequence = progress.Position + missing.Count + 1;
            item.Elapsed = elapsed;
            missing.Add(item);
            return item;
        }
    }

    private static LaneMetrics Measure(LaneProgress lane, TimeSpan end) => new()
    {
        StartedAt = lane.StartedAt,
        TimeToFirstToken = lane.TimeToFirstToken,
        Duration = end - (lane.StartedAt ?? end),
        GenerationTime = end - lane.FirstDeltaAt,
        Attempts = lane.Attempts,
        TextLength = lane.TextLength,
        ReasoningLength = lane.ReasoningLength,
    };
}
