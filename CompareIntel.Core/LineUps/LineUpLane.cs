using System.Text.Json.Serialization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.LineUps;

/// <summary>A model of a line-up that is kept.</summary>
/// <param name="Model">Exact id.</param>
/// <param name="Settings">Its settings; null for the provider's own.</param>
[JsonConverter(typeof(LineUpLaneConverter))]
public sealed record LineUpLane(string Model, LaneSettings? Settings = null);
