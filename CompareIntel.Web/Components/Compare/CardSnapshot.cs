namespace CompareIntel.Web.Components.Compare;

/// <summary>What one card shows at one moment. Parts that have not changed are the same objects as in the snapshot before.</summary>
public sealed record CardSnapshot(int Lane, CardStatus Status, Transcript Reasoning, Transcript Answer, LaneTimeline Timeline);
