using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Api;

/// <summary>
/// Tells the writer of a stream when nothing was sent for a while. One timer, re-armed only when it fires: something that is sent costs one time stamp.
/// </summary>
internal sealed class KeepAlive : IAsyncDisposable
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly LogReader _reader;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private long _lastSent;
    private int _due;

    public KeepAlive(LogReader reader, TimeProvider timeProvider)
    {
        _reader = reader;
        _timeProvider = timeProvider;
        _lastSent = timeProvider.GetTimestamp();
        _timer = timeProvider.CreateTimer(static state => ((KeepAlive)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Silence, Timeout.InfiniteTimeSpan);
    }

    public void NoteSent()
    {
        Volatile.Write(ref _lastSent, _timeProvider.GetTimestamp());
        Volatile.Write(ref _due, 0);
    }

    /// <summary>Whether something should be sent now; true once per silence.</summary>
    public bool TakeDue() => Volatile.Read(ref _due) == 1 && Interlocked.Exchange(ref _due, 0) == 1;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnTimer()
    {
        var left = Silence - _timeProvider.GetElapsedTime(Volatile.Read(ref _lastSent));
        if (left > TimeSpan.Zero)
        {
            // A timer may fire a little early; a millisecond more keeps it from firing twice.
            _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            return;
        }

        Volatile.Write(ref _due, 1);
        _reader.Nudge();
        _timer.Change(Silence, Timeout.InfiniteTimeSpan);
    }
}
