namespace CompareIntel.Core.LineUps;

/// <summary>Models with their settings that an owner chose and keeps under a name.</summary>
/// <param name="Name">1 to <see cref="LineUpLibrary.MostNameCharacters"/> characters; no other of the owner's has the same, whatever its case.</param>
/// <param name="Lanes">The models in order; the same one may stand in it more than once.</param>
/// <param name="IsDefault">A new comparison begins with it. At most one of an owner's is.</param>
public sealed record SavedLineUp(string Name, IReadOnlyList<LineUpLane> Lanes, bool IsDefault = false);
