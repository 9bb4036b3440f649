namespace CompareIntel.Benchmarks.Client;

/// <summary>What an event of a comparison's stream means to the client.</summary>
internal enum StreamEventKind
{
    /// <summary>Nothing that is measured.</summary>
    Other,

    /// <summary>Text of a lane.</summary>
    Text,

    /// <summary>A lane finished.</summary>
    LaneDone,

    /// <summary>A lane ended in another way; the text is its kind of error.</summary>
    LaneFailed,

    /// <summary>A fault outside the lanes; the text says which.</summary>
    Fault,
}
