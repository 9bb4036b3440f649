namespace CompareIntel.Benchmarks.Upstream;

/// <summary>What a model does half-way through its answer.</summary>
internal enum UpstreamFault
{
    /// <summary>Nothing: it answers to the end.</summary>
    None,

    /// <summary>It falls silent and keeps the connection open.</summary>
    Hang,

    /// <summary>It drops the connection.</summary>
    Reset,

    /// <summary>It sends a chunk that is no JSON and goes on.</summary>
    Lie,
}
