namespace CompareIntel.Core.Feedback;

/// <summary>What a user told of an answer. Stored as numbers: they stay as they are.</summary>
public enum FeedbackKind
{
    /// <summary>The answer is good.</summary>
    Up = 0,

    /// <summary>The answer is bad.</summary>
    Down = 1,

    /// <summary>Something went wrong.</summary>
    Problem = 2,
}
