using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>A comparison that runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Age">Since it was started.</param>
/// <param name="IsRetry">Whether it runs lanes of another one again.</param>
/// <param name="Readers">Who reads its log now: pages, streams.</param>
/// <param name="Lanes">Its lanes.</param>
public sealed record RunningComparison(string Id, TimeSpan Age, bool IsRetry, int Readers, IReadOnlyList<RunningLane> Lanes);

/// <summary>A lane of a comparison that runs.</summary>
/// <param name="Model">The id as it was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="QueuePosition">Place in the provider's queue; null when it does not wait.</param>
/// <param name="Attempts">Requests sent so far.</param>
/// <param name="TimeToFirstToken">Null before the first one.</param>
/// <param name="SinceLastDelta">How long nothing came; null before the first delta and after the end.</param>
/// <param name="Characters">Of text and reasoning so far.</param>
public sealed record RunningLane(string Model, LaneState State, int? QueuePosition, int Attempts, TimeSpan? TimeToFirstToken, TimeSpan? SinceLastDelta, long Characters);

/// <summary>Says what runs, without a prompt or a word of an answer. Reads logs by offset and so holds nobody up. Not thread-safe.</summary>
public sealed class RunMonitor(LiveComparisons comparisons, TimeProvider timeProvider)
{
    private Dictionary<string, ComparisonProgress> _followed = new(StringComparer.Ordinal);

    /// <summary>What runs now, the oldest first. Costs time for what is new since the last call.</summary>
    public IReadOnlyList<RunningComparison> Read()
    {
        var now = timeProvider.GetUtcNow();
        var followed = new Dictionary<string, ComparisonProgress>(StringComparer.Ordinal);
        var running = new List<RunningComparison>();
        foreach (var comparison in comparisons.Running)
        {
            var progress = _followed.GetValueOrDefault(comparison.Id) ?? new ComparisonProgress();
            comparison.Log.ReadInto(progress, progress.Position);
            followed.Add(comparison.Id, progress);
            var elapsed = comparison.Log.Elapsed;
            running.Add(new RunningComparison(
                comparison.Id,
                now - comparison.CreatedAt,
                comparison.First is not null,
                comparison.Log.ReaderCount,
                [.. progress.Lanes.Select(lane => new RunningLane(
                    lane.Model, lane.State, lane.QueuePosition, lane.Attempts, lane.TimeToFirstToken, lane.State.IsTerminal() ? null : elapsed - lane.LastDeltaAt, lane.TextLength + lane.ReasoningLength))]));
        }

        _followed = followed;
        return running;
    }
}
