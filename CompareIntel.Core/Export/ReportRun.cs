using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>One run of a lane: the first one, or a retry.</summary>
/// <param name="Lane">The lane of the comparison.</param>
/// <param name="Number">From 1; what ran last has the highest.</param>
/// <param name="Count">How often the lane ran.</param>
/// <param name="Request">What it was sent, besides the prompt.</param>
/// <param name="Progress">How it went.</param>
/// <param name="Text">The answer, exactly as the model wrote it.</param>
/// <param name="Reasoning">The reasoning, exactly as the model wrote it.</param>
internal sealed record ReportRun(int Lane, int Number, int Count, LaneRequest Request, LaneProgress Progress, string Text, string Reasoning)
{
    /// <summary>The model's id as it was asked for, and which run of the lane this is where there are several.</summary>
    public string Title => Count == 1 ? Progress.Model : $"{Progress.Model}, run {Number} of {Count}";

    /// <summary>What stands in place of an answer that is not there, or below one that did not come to its end; null for one that did.</summary>
    public string? Note => Progress.State switch
    {
        LaneState.Failed => $"Failed: {Progress.Failure!.Message}",
        LaneState.Stopped => Text.Length == 0 ? "Stopped before the first word." : "Stopped here.",
        LaneState.Interrupted => Text.Length == 0 ? "Interrupted before the first word." : "Interrupted here: the server ended.",
        LaneState.Finished => null,
        _ => "Still running when this was exported.",
    };
}
