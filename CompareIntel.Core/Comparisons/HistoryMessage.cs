using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Comparisons;

/// <summary>A message of a conversation that several models had; <paramref name="Model"/> says which of them gave the answer, where it is known.</summary>
public sealed record HistoryMessage(ChatRole Role, string Content, string? Model = null)
{
    // One for all lanes: a long history of many lanes would otherwise be kept many times.
    private readonly ChatMessage _chatMessage = new(Role, Content);

    /// <summary>
    /// What the lane of <paramref name="model"/> may see: everything but the answers of other models, in the order they were given.
    /// </summary>
    public static IReadOnlyList<ChatMessage> ForModel(IReadOnlyList<HistoryMessage> history, string model)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(model);
        return
        [
            .. history
                .Where(message => message.Role != ChatRole.Assistant || message.Model is null || message.Model == model)
                .Select(static message => message._chatMessage),
        ];
    }
}
