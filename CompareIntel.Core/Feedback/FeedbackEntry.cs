using CompareIntel.Core.Diagnostics;

namespace CompareIntel.Core.Feedback;

/// <summary>What an owner thinks of one answer.</summary>
/// <param name="ComparisonId">The comparison, or the retry, that the answer is part of.</param>
/// <param name="Lane">Its lane there.</param>
/// <param name="Kind"><see cref="FeedbackKind.Up"/> or <see cref="FeedbackKind.Down"/>.</param>
/// <param name="Comment">Empty for none.</param>
/// <param name="At">When it was given or last changed, UTC.</param>
public sealed record AnswerFeedback(string ComparisonId, int Lane, FeedbackKind Kind, string Comment, DateTimeOffset At);

/// <summary>A problem as it is reported.</summary>
/// <param name="Lane">Index of the lane; null for the comparison as a whole.</param>
/// <param name="Comment">What went wrong; may be empty.</param>
/// <param name="MayReadText">Whether administrators may read prompt and answers of the run.</param>
public sealed record ProblemReport(int? Lane, string Comment, bool MayReadText);

/// <summary>Feedback as administrators see it. Whose it is, is not part of it.</summary>
public sealed record FeedbackEntry
{
    public required long Number { get; init; }

    public required string ComparisonId { get; init; }

    /// <summary>Index of the lane; null for the comparison as a whole.</summary>
    public required int? Lane { get; init; }

    /// <summary>The lane's model as it was asked for; null for the comparison as a whole.</summary>
    public required string? Model { get; init; }

    public required FeedbackKind Kind { get; init; }

    public required string Comment { get; init; }

    /// <summary>For a problem: what was measured of the run when it was reported.</summary>
    public required IReadOnlyList<ReportedLane> Figures { get; init; }

    /// <summary>Whether administrators may read prompt and answers of the run.</summary>
    public required bool MayReadText { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it was marked as done; null while it is open.</summary>
    public required DateTimeOffset? DoneAt { get; init; }

    public required string? DoneBy { get; init; }
}

/// <summary>Which feedback is listed.</summary>
/// <param name="Kind">Of this kind; null for all.</param>
/// <param name="IsDone">Done or open; null for both.</param>
public sealed record FeedbackFilter(FeedbackKind? Kind = null, bool? IsDone = null);
