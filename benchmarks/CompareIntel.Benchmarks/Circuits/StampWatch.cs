using CompareIntel.Benchmarks.Client;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>Notes when each stamp of a comparison's answers was seen for the first time.</summary>
internal sealed class StampWatch
{
    private readonly bool[][] _seen;
    private int _missing;

    /// <param name="stamps">How many each lane's answer has.</param>
    public StampWatch(IEnumerable<int> stamps)
    {
        _seen = [.. stamps.Select(static count => new bool[count])];
        _missing = _seen.Sum(static lane => lane.Length);
        Expected = _missing;
    }

    /// <summary>From upstream's sending to the arrival here.</summary>
    public LatencyHistogram Latency { get; } = new();

    public int Expected { get; private set; }

    public int Missing => _missing;

    /// <summary>When the last stamp that was new arrived.</summary>
    public long LastAt { get; private set; }

    public bool IsComplete => _missing == 0;

    public void Read(ReadOnlySpan<byte> text, long now)
    {
        while (WordStamp.TryFind(ref text, now, out var stamp))
        {
            // Text that still grows is sent again with each batch.
            if (stamp.Lane < _seen.Length && stamp.Sequence < _seen[stamp.Lane].Length && !_seen[stamp.Lane][stamp.Sequence])
            {
                _seen[stamp.Lane][stamp.Sequence] = true;
                _missing--;
                LastAt = now;
                Latency.Add(now - stamp.SentAt);
            }
        }
    }

    /// <summary>Expects no more of this lane.</summary>
    public void Forget(int lane)
    {
        var missing = _seen[lane].Count(static seen => !seen);
        _missing -= missing;
        Expected -= missing;
        Array.Fill(_seen[lane], true);
    }
}
