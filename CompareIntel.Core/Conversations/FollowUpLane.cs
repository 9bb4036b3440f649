using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Conversations;

/// <summary>A lane of the next turn.</summary>
/// <param name="Model">The id to ask.</param>
/// <param name="Continues">
/// The lane of the turn before whose history, prompt and answer it gets, as of that lane's last run that wrote an answer; null for a lane that begins with
/// nothing.
/// </param>
/// <param name="Settings">Its settings; null for those of the lane that it continues, or the provider's own.</param>
public sealed record FollowUpLane(string Model, int? Continues, LaneSettings? Settings = null);
