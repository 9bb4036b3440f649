namespace CompareIntel.Core.Conversations;

/// <summary>One turn on a way through a conversation, and the branches that begin at the same place.</summary>
/// <param name="Turn">The turn on the way.</param>
/// <param name="Branches">All turns that follow the same one, this one included, oldest first.</param>
/// <param name="Branch">This one's index in <paramref name="Branches"/>.</param>
public sealed record ConversationStep(ConversationTurn Turn, IReadOnlyList<ConversationTurn> Branches, int Branch);
