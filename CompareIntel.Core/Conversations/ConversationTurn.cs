namespace CompareIntel.Core.Conversations;

/// <summary>A prompt within a conversation, and what it follows.</summary>
/// <param name="Id">The id of its comparison.</param>
/// <param name="ParentId">The turn before; null for the beginning.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ConversationTurn(string Id, string? ParentId, string Prompt, DateTimeOffset CreatedAt);
