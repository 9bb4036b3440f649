namespace CompareIntel.Core.Comparisons;

/// <summary>Why a lane failed. <paramref name="Message"/> says what happened and what to do, holds no secret and no provider text.</summary>
public sealed record LaneFailure(FailureKind Kind, string Message);
