namespace CompareIntel.Core.Comparisons;

/// <summary>Where a comparison is in its life.</summary>
public enum ComparisonState
{
    /// <summary>At least one lane has not ended.</summary>
    Running,

    /// <summary>Every lane ended and at least one of them by itself.</summary>
    Completed,

    /// <summary>Every lane that had not ended by itself was stopped, and none ended by itself; or all were stopped at once.</summary>
    Stopped,

    /// <summary>The server ended first.</summary>
    Interrupted,
}
