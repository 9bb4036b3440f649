namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>What of a model is outside of its own recent range.</summary>
public enum AnomalyKind
{
    /// <summary>More of its lanes fail.</summary>
    ErrorRate,

    /// <summary>Its first token takes longer.</summary>
    TimeToFirstToken,
}

/// <summary>Why an anomaly is over.</summary>
public enum AnomalyEnd
{
    /// <summary>The model is back in its range.</summary>
    Back,

    /// <summary>The model was asked too little to say more.</summary>
    TooFewLanes,
}

/// <summary>Whether the webhook has been told.</summary>
public enum AnomalyDelivery
{
    /// <summary>There was no webhook, or nothing to tell yet.</summary>
    None,

    /// <summary>It is tried until it works.</summary>
    Waiting,

    Sent,

    /// <summary>It did not work for a day.</summary>
    GivenUp,
}
