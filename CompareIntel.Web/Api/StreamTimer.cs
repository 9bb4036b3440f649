using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Web.Api;

/// <summary>Measures how long events of a log take until they are handed to the connection of one client. It makes nothing per event or batch.</summary>
internal sealed class StreamTimer(LiveComparison comparison)
{
    private readonly TimeSpan _joinedAt = comparison.Log.Elapsed;
    private TimeSpan? _oldest;
    private TimeSpan _total;
    private TimeSpan _longest;
    private int _count;

    /// <summary>A batch is being made.</summary>
    public void Begin() => _oldest = null;

    /// <summary>The event is part of the batch that is being made. What was there before the client is not late.</summary>
    public void Note(ComparisonEvent item)
    {
        if (item.Elapsed >= _joinedAt)
        {
            _oldest ??= item.Elapsed;
        }
    }

    /// <summary>The batch was handed over.</summary>
    public void Sent()
    {
        if (_oldest is { } oldest)
        {
            var time = comparison.Log.Elapsed - oldest;
            _total += time;
            _longest = time > _longest ? time : _longest;
            _count++;
        }
    }

    /// <summary>What was measured; null if the client saw nothing of the run while it went on.</summary>
    public WatchTiming? Timing => _count == 0 ? null : new WatchTiming
    {
        Kind = WatcherKind.Stream,
        JoinedAtMs = Math.Round(_joinedAt.TotalMilliseconds, 3),
        Server = new TimeSum(_count, Math.Round(_total.TotalMilliseconds, 3), Math.Round(_longest.TotalMilliseconds, 3)),
    };
}
