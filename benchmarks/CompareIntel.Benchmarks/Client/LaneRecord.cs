using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Client;

/// <summary>What the client saw of one lane. All times are ticks of the monotonic clock that client and upstream share; 0 is "never".</summary>
internal sealed class LaneRecord
{
    private bool _isBroken;

    /// <summary>When the first text arrived here.</summary>
    public long FirstTextAt { get; private set; }

    /// <summary>When upstream sent it.</summary>
    public long FirstSentAt { get; private set; }

    /// <summary>When upstream received the lane's request.</summary>
    public long RequestedAt { get; private set; }

    /// <summary>When upstream sent the last delta that arrived.</summary>
    public long LastSentAt { get; private set; }

    /// <summary>When the lane's end arrived here.</summary>
    public long EndedAt { get; private set; }

    /// <summary>Deltas that arrived.</summary>
    public int Deltas { get; private set; }

    /// <summary>Whether the lane ended in failure, and how.</summary>
    public string? Error { get; private set; }

    /// <summary>Upstream's own time from the request to the last delta that arrived.</summary>
    public long UpstreamDuration => LastSentAt - RequestedAt;

    /// <summary>Whether exactly deltas 0 to <paramref name="deltas"/> - 1 arrived, in order and unchanged, and then the end.</summary>
    public bool IsExact(int deltas) => HasExactText(deltas) && EndedAt > 0 && Error is null;

    /// <summary>Whether the text is exactly deltas 0 to <paramref name="deltas"/> - 1, however the lane ended.</summary>
    public bool HasExactText(int deltas) => !_isBroken && Deltas == deltas;

    public void AddText(ReadOnlySpan<byte> text, long now, LatencyHistogram relay)
    {
        do
        {
            if (!DeltaStamp.TryRead(text, out var stamp) || stamp.Sequence != Deltas)
            {
                _isBroken = true;
                return;
            }

            if (Deltas++ == 0)
            {
                FirstTextAt = now;
                FirstSentAt = stamp.SentAt;
                RequestedAt = stamp.RequestedAt;
            }

            LastSentAt = stamp.SentAt;
            relay.Add(now - stamp.SentAt);
            text = text[DeltaStamp.Length..];
        }
        while (!text.IsEmpty);
    }

    public void End(long now, string? error)
    {
        // A second end would be a fault of the system, whichever it was.
        Error = EndedAt > 0 ? "ended twice" : error;
        EndedAt = now;
    }
}
