namespace CompareIntel.Core.Comparisons;

/// <summary>Whose a comparison is, and which turn of a conversation it follows.</summary>
public sealed record ComparisonOrigin
{
    /// <summary>Nobody's, and the first turn.</summary>
    public static ComparisonOrigin None { get; } = new();

    /// <summary>Whoever started it; null for nobody in particular.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The id of the first turn of the conversation; null when this is the first turn.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The id of the turn that this one follows; null when this is the first turn. Turns with the same parent are branches.</summary>
    public string? ParentId { get; init; }
}
