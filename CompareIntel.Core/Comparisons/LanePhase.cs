namespace CompareIntel.Core.Comparisons;

/// <summary>What a lane did during one stretch of time.</summary>
public enum LanePhase
{
    /// <summary>Waited in our own queue.</summary>
    Queued,

    /// <summary>Had sent its request and waited for the first delta.</summary>
    Waiting,

    /// <summary>Waited to send the request again after a failure.</summary>
    Pausing,

    /// <summary>Reasoned.</summary>
    Reasoning,

    /// <summary>Wrote its answer.</summary>
    Writing,
}
