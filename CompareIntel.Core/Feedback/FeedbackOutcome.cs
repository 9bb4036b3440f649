namespace CompareIntel.Core.Feedback;

/// <summary>What became of feedback.</summary>
public enum FeedbackOutcome
{
    /// <summary>It is kept.</summary>
    Kept,

    /// <summary>The comparison has no such lane.</summary>
    NoLane,

    /// <summary>The answer is still being written.</summary>
    StillRunning,

    /// <summary>The comparison has as many reports as one may have.</summary>
    TooMany,

    /// <summary>The owner has said too much in too short a time.</summary>
    TooFast,

    /// <summary>The comparison itself could not be stored yet.</summary>
    NotStoredYet,
}
