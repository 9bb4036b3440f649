namespace CompareIntel.Benchmarks.Client;

/// <summary>What the client saw of one comparison. Times are ticks of the monotonic clock.</summary>
internal sealed class ComparisonRecord(int lanes, long postedAt)
{
    public LaneRecord[] Lanes { get; } = [.. Enumerable.Range(0, lanes).Select(static _ => new LaneRecord())];

    /// <summary>From upstream's sending of a delta to its arrival here.</summary>
    public LatencyHistogram Relay { get; } = new();

    public long PostedAt { get; } = postedAt;

    /// <summary>When the response ended.</summary>
    public long EndedAt { get; set; }

    /// <summary>What went wrong outside the lanes, if something did.</summary>
    public string? Fault { get; set; }

    public long Duration => EndedAt - PostedAt;

    /// <summary>Upstream's own duration of the lane that took longest.</summary>
    public long SlowestLane => Lanes.Max(static lane => lane.UpstreamDuration);

    /// <summary>From the first to the last of the lanes' requests, as upstream received them.</summary>
    public long StartSpread
    {
        get
        {
            var requests = Lanes.Where(static lane => lane.Deltas > 0).Select(static lane => lane.RequestedAt).ToArray();
            return requests.Length == 0 ? 0 : requests.Max() - requests.Min();
        }
    }
}
