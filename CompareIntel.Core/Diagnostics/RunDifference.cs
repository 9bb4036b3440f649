namespace CompareIntel.Core.Diagnostics;

/// <summary>One time of a lane in two runs.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="First">In the first run; null where it is not known.</param>
/// <param name="Second">In the second.</param>
public sealed record TimePair(string Name, TimeSpan? First, TimeSpan? Second)
{
    private const double LeastShare = 0.1;
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(50);

    /// <summary>The second without the first; null unless both are known.</summary>
    public TimeSpan? Difference => Second - First;

    /// <summary>Whether it differs by a tenth and by 50 ms at least: less than that says nothing of two single runs.</summary>
    public bool IsNotable => Difference is { } difference && difference.Duration() >= s_least && difference.Duration() >= LeastShare * First!.Value;
}

/// <summary>A lane of one run beside the one of another that was asked for the same model; one of them is null where there is no such lane.</summary>
public sealed record LanePair(LaneExplanation? First, LaneExplanation? Second, IReadOnlyList<TimePair> Times);

/// <summary>Two runs side by side.</summary>
public static class RunDifference
{
    /// <summary>The first run's lanes in order, each with the second's next lane of the same model; then the second's that are left.</summary>
    public static IReadOnlyList<LanePair> Of(RunExplanation first, RunExplanation second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var rest = second.Lanes.ToList();
        var pairs = new List<LanePair>();
        foreach (var lane in first.Lanes)
        {
            var other = rest.Find(candidate => candidate.Model == lane.Model);
            if (other is not null)
            {
                rest.Remove(other);
            }

            pairs.Add(new LanePair(lane, other, Times(first, lane, second, other)));
        }

        pairs.AddRange(rest.Select(lane => new LanePair(null, lane, Times(first, null, second, lane))));
        return pairs;
    }

    private static IReadOnlyList<TimePair> Times(RunExplanation first, LaneExplanation? one, RunExplanation second, LaneExplanation? other)
    {
        var (word, otherWord) = (one is null ? null : first.FirstWordOf(one.Lane), other is null ? null : second.FirstWordOf(other.Lane));
        return
        [
            new("Our queue", one?.Queue, other?.Queue),
            new("Provider: wait", one?.Wait, other?.Wait),
            new("Pauses between attempts", one?.Pauses, other?.Pauses),
            new("Provider: streaming", one?.Streaming, other?.Streaming),
            new("All of it", one?.Total, other?.Total),
            new("First word in the log", one?.FirstWordAt, other?.FirstWordAt),
            new("First word: our server", Ms(word?.ServerMs) + (one?.Call?.FirstDelay ?? TimeSpan.Zero), Ms(otherWord?.ServerMs) + (other?.Call?.FirstDelay ?? TimeSpan.Zero)),
            new("First word: circuit", Ms(word?.CircuitMs), Ms(otherWord?.CircuitMs)),
            new("First word: paint", Ms(word?.PaintMs), Ms(otherWord?.PaintMs)),
        ];
    }

    private static TimeSpan? Ms(double? milliseconds) => milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null;
}
