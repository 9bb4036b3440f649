namespace CompareIntel.Core.Sharing;

/// <summary>A link that shows one comparison to whoever has it.</summary>
/// <param name="Token">The last part of the link, unguessable.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
public sealed record ComparisonShare(string Token, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
