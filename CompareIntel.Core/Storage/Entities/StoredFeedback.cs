using CompareIntel.Core.Feedback;

namespace CompareIntel.Core.Storage.Entities;

/// <summary>What an owner said of an answer, or a problem that was reported.</summary>
public sealed class StoredFeedback
{
    public long Number { get; set; }

    public long ComparisonNumber { get; set; }

    /// <summary>Index of the lane; null for the comparison as a whole.</summary>
    public int? Lane { get; set; }

    /// <summary>Whose comparison it is; empty for nobody in particular.</summary>
    public required string OwnerId { get; set; }

    public FeedbackKind Kind { get; set; }

    public required string Comment { get; set; }

    /// <summary>For a problem: what was measured of the run when it was reported, as JSON; null otherwise.</summary>
    public string? Timings { get; set; }

    /// <summary>For a problem: whether its owner lets administrators read prompt and answers.</summary>
    public bool MayReadText { get; set; }

    /// <summary>When it was given or last changed, UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When an administrator marked it as done, UTC; null while it is open.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    public string? DoneBy { get; set; }
}
