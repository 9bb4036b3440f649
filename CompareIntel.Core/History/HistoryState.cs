namespace CompareIntel.Core.History;

/// <summary>What a conversation's first turn can be looked for by.</summary>
public enum HistoryState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>Every lane ended and at least one of them by itself.</summary>
    Completed,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>The server ended first.</summary>
    Interrupted,

    /// <summary>At least one lane failed, however the others ended.</summary>
    Failed,
}
