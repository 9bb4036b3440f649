using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>Where the time of one comparison went, without a word of it. Immutable.</summary>
public sealed record RunExplanation
{
    public required string Id { get; init; }

    /// <summary>The comparison whose lanes it ran again; null for one that stands for itself.</summary>
    public required string? FirstId { get; init; }

    /// <summary>The comparisons that ran lanes of it again.</summary>
    public required IReadOnlyList<string> RetryIds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required ConcurrencyMode Mode { get; init; }

    public required ComparisonState State { get; init; }

    /// <summary>From its start to its end, or to now.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Last lane's start minus the first's; null while fewer than two have started.</summary>
    public required TimeSpan? StartSpread { get; init; }

    /// <summary>Characters of the prompt.</summary>
    public required int PromptLength { get; init; }

    public required IReadOnlyList<LaneExplanation> Lanes { get; init; }

    /// <summary>Who watched it while it ran, and what that took.</summary>
    public required IReadOnlyList<WatchTiming> Watchers { get; init; }

    public bool IsRunning => State == ComparisonState.Running;

    /// <summary>Who watched it, in words.</summary>
    public string WatchedBy => (Watchers.Count(static watcher => watcher.Kind == WatcherKind.Page), Watchers.Count) switch
    {
        (0, 0) => State switch
        {
            ComparisonState.Running => "No page has told yet how it gets this run.",
            // Watchers tell at the end, which did not come.
            ComparisonState.Interrupted => "Whether anybody watched it is not known: the server ended before the run did.",
            _ => "Nobody watched it while it ran.",
        },
        (0, _) => "It was read over HTTP only; no page watched.",
        (1, _) => "One page watched.",
        (var pages, _) => $"{pages} pages watched.",
    };

    /// <summary>Explains a comparison or a retry as it is now.</summary>
    public static RunExplanation Of(LiveComparison comparison, IReadOnlyList<WatchTiming> watchers)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var now = comparison.Log.Elapsed;
        var progress = new ComparisonProgress();
        var events = new List<List<LaneEvent>>();
        foreach (var item in comparison.Log.Snapshot())
        {
            progress.Apply(item);
            if (item is LaneCreated created)
            {
                events.Add([created]);
            }
            else if (item is LaneEvent laneEvent)
            {
                events[laneEvent.Lane].Add(laneEvent);
            }
        }

        return new RunExplanation
        {
            Id = comparison.Id,
            FirstId = comparison.First?.Id,
            RetryIds = [.. comparison.Retries.Select(static retry => retry.Comparison.Id)],
            CreatedAt = comparison.CreatedAt,
            Mode = comparison.Mode,
            State = progress.State,
            Duration = progress.Summary?.Duration ?? now,
            StartSpread = progress.StartSpread,
            PromptLength = comparison.Request.Prompt.Length,
            Lanes = [.. events.Select(lane => LaneExplanation.Of((LaneCreated)lane[0], lane, now))],
            Watchers = watchers,
        };
    }

    /// <summary>How the lane's first word got to a page; null when no page saw it come.</summary>
    public FirstWordTiming? FirstWordOf(int lane) => Watchers
        .Where(static watcher => watcher.Kind == WatcherKind.Page)
        .SelectMany(static watcher => watcher.Lanes)
        .FirstOrDefault(watch => watch.Lane == lane && watch.First is not null)?.First;

    /// <summary>What all batches of the lane took, on the page whose first word <see cref="FirstWordOf"/> tells, or else on the first page; null when no page watched.</summary>
    public LaneWatch? WatchOf(int lane)
    {
        LaneWatch[] watches = [.. Watchers.Where(static watcher => watcher.Kind == WatcherKind.Page).SelectMany(static watcher => watcher.Lanes).Where(watch => watch.Lane == lane)];
        return Array.Find(watches, static watch => watch.First is not null) ?? watches.FirstOrDefault();
    }
}
