namespace CompareIntel.Web.Components.Compare;

/// <summary>What a lane did during one stretch of time.</summary>
public enum StripPhase
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

/// <summary>One stretch of a lane's time; <paramref name="To"/> is null while it goes on. Times count from the comparison's start.</summary>
public sealed record StripSegment(StripPhase Phase, TimeSpan From, TimeSpan? To);
