namespace CompareIntel.Core.Replay;

/// <summary>A clock that stands where it is put: what reads a log that is replayed sees the recorded time.</summary>
internal sealed class ReplayClock(Func<TimeSpan> position) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => position().Ticks;
}
