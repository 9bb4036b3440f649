namespace CompareIntel.Web.Telemetry;

/// <summary>Counts what browsers and other clients are being sent. Thread-safe.</summary>
internal sealed class ClientCounts
{
    private int _connections;
    private int _streams;
    private long _framesSent;
    private int _framesUnconfirmed;

    /// <summary>Network connections of clients that are open now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Clients that follow an event stream now.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Frames of comparisons that were sent to pages so far.</summary>
    public long FramesSent => Interlocked.Read(ref _framesSent);

    /// <summary>Of those, the ones that their browsers have not confirmed yet.</summary>
    public int FramesUnconfirmed => Volatile.Read(ref _framesUnconfirmed);

    public void ConnectionOpened() => Interlocked.Increment(ref _connections);

    public void ConnectionClosed() => Interlocked.Decrement(ref _connections);

    public void StreamBegan() => Interlocked.Increment(ref _streams);

    public void StreamEnded() => Interlocked.Decrement(ref _streams);

    public void FrameSent()
    {
        Interlocked.Increment(ref _framesSent);
        Interlocked.Increment(ref _framesUnconfirmed);
    }

    /// <summary>So many frames were confirmed, or never will be because their page has gone.</summary>
    public void FramesSettled(int frames) => Interlocked.Add(ref _framesUnconfirmed, -frames);
}
