namespace CompareIntel.Benchmarks.Client;

/// <summary>One event, as a view into the receive buffer.</summary>
internal readonly ref struct StreamEvent(StreamEventKind kind, int lane = -1, ReadOnlySpan<byte> text = default)
{
    public StreamEventKind Kind { get; } = kind;

    public int Lane { get; } = lane;

    public ReadOnlySpan<byte> Text { get; } = text;
}
