namespace CompareIntel.Core.Comparisons;

/// <summary>Where a lane is in its life. The last four are terminal.</summary>
public enum LaneState
{
    /// <summary>Waits for its provider's gate, or for its turn in sequential mode.</summary>
    Queued,

    /// <summary>A request is on its way, or the next attempt is due; no delta has arrived.</summary>
    Connecting,

    /// <summary>At least one reasoning or text delta has arrived.</summary>
    Streaming,

    /// <summary>The provider ended its answer.</summary>
    Finished,

    /// <summary>Someone stopped it.</summary>
    Stopped,

    /// <summary>It failed; the failure says why.</summary>
    Failed,

    /// <summary>The server ended before the provider did.</summary>
    Interrupted,
}

public static class LaneStateExtensions
{
    /// <summary>Whether nothing can follow this state.</summary>
    public static bool IsTerminal(this LaneState state) => state >= LaneState.Finished;
}
