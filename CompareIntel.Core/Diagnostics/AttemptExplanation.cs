using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Diagnostics;

/// <summary>One request to a provider. Times count from the comparison's start.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="EndedAt">When it failed or the lane ended; null while it runs.</param>
/// <param name="FirstDeltaAt">When its first delta was in the log; null when there was none.</param>
/// <param name="Call">What is known of it besides the answer; null while it runs, and when that is nothing.</param>
/// <param name="Failure">Set when it failed.</param>
/// <param name="RetryIn">How long the lane paused before the next one; null when there was none.</param>
public sealed record AttemptExplanation(int Number, TimeSpan StartedAt, TimeSpan? EndedAt, TimeSpan? FirstDeltaAt, CallTrace? Call, LaneFailure? Failure, TimeSpan? RetryIn)
{
    /// <summary>When the provider's first bytes were there, or where those are not known its first delta; null while there is neither.</summary>
    public TimeSpan? AnsweredAt => StartedAt + Call?.FirstBytesAfter ?? FirstDeltaAt;
}
