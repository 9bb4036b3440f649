namespace CompareIntel.Core.History;

/// <summary>A piece of an excerpt, as text.</summary>
/// <param name="Text">Not empty.</param>
/// <param name="IsHit">Whether it is what was looked for.</param>
public sealed record ExcerptPart(string Text, bool IsHit);
