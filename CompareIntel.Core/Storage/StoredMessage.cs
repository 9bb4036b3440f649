using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Storage;

/// <summary>A message before a prompt, as it is stored.</summary>
internal sealed record StoredMessage(string Role, string Content)
{
    public static StoredMessage Of(ChatMessage message) => new(message.Role.Value, message.Text);

    public ChatMessage ToChatMessage() => new(new ChatRole(Role), Content);
}
