namespace CompareIntel.Core.Diagnostics;

/// <summary>Who watched a comparison while it ran.</summary>
public enum WatcherKind
{
    /// <summary>A page of the owner's.</summary>
    Page,

    /// <summary>A program that read the event stream.</summary>
    Stream,

    /// <summary>A program that waited for the whole answer.</summary>
    Answer,
}

/// <summary>Times that were added up. Milliseconds.</summary>
/// <param name="Count">How many.</param>
/// <param name="TotalMs">Their sum.</param>
/// <param name="LongestMs">The longest of them.</param>
public sealed record TimeSum(int Count, double TotalMs, double LongestMs)
{
    public static readonly TimeSum None = new(0, 0, 0);

    /// <summary>Null when there are none.</summary>
    public double? MeanMs => Count > 0 ? TotalMs / Count : null;
}

/// <summary>How a lane's first word got from the log to the screen. Milliseconds.</summary>
/// <param name="AppendedAtMs">When it came into the log, from the comparison's start.</param>
/// <param name="ServerMs">From there until its batch was made and sent.</param>
/// <param name="CircuitMs">From there until the browser's confirmation was here, the way back included; null when it did not come in time.</param>
/// <param name="PaintMs">From the change of the page to its being painted, by the browser's own clock; null when that was not seen.</param>
public sealed record FirstWordTiming(double AppendedAtMs, double ServerMs, double? CircuitMs, double? PaintMs);

/// <summary>What one watcher saw of one lane.</summary>
/// <param name="Lane">Index in the request.</param>
/// <param name="First">Null when the watcher came later than the first word.</param>
/// <param name="Server">Of each batch: from the oldest delta in it to its sending.</param>
/// <param name="Circuit">Of each batch: from its sending to its confirmation.</param>
public sealed record LaneWatch(int Lane, FirstWordTiming? First, TimeSum Server, TimeSum Circuit);

/// <summary>
/// What a browser measured of its own painting, all lanes together, since another run on the page had ended or begun. Runs of one page at the same time, such as
/// retries, share it: each is told what was painted of all of them.
/// </summary>
/// <param name="Frames">From a change of the answers to its being painted.</param>
/// <param name="Hidden">Changes that came while the page was not in sight, and so were not painted.</param>
/// <param name="Slow">Frames in which the browser was busy for more than 50 ms, whatever with; null where it can't tell.</param>
public sealed record PaintTiming(TimeSum Frames, int Hidden, TimeSum? Slow);

/// <summary>How one watcher got one comparison: what our server, the connection and the browser took. Numbers only, never text. Stored as JSON: properties may be added.</summary>
public sealed record WatchTiming
{
    public required WatcherKind Kind { get; init; }

    /// <summary>When the watcher came, from the comparison's start. What was there before is not measured.</summary>
    public required double JoinedAtMs { get; init; }

    /// <summary>Of each batch: from the oldest delta in it to its sending.</summary>
    public TimeSum Server { get; init; } = TimeSum.None;

    /// <summary>Of each batch: from its sending to its confirmation by the browser, the way back included.</summary>
    public TimeSum Circuit { get; init; } = TimeSum.None;

    /// <summary>Batches that the browser did not confirm within a second.</summary>
    public int Late { get; init; }

    /// <summary>Null when the browser told nothing.</summary>
    public PaintTiming? Paint { get; init; }

    public IReadOnlyList<LaneWatch> Lanes { get; init; } = [];
}
