namespace CompareIntel.Core.History;

/// <summary>What the retention setting would remove now.</summary>
/// <param name="Conversations">Conversations, each with all its turns.</param>
/// <param name="Comparisons">Comparisons of those, what ran again included.</param>
/// <param name="Oldest">When the oldest of them was started, UTC; null when there is none.</param>
/// <param name="Newest">When the newest of them was started, UTC; null when there is none.</param>
/// <param name="Bytes">Bytes of events, texts and prompts that they take, about.</param>
public sealed record RetentionPlan(int Conversations, int Comparisons, DateTimeOffset? Oldest, DateTimeOffset? Newest, long Bytes);
