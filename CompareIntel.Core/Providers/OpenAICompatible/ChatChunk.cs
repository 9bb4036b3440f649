using Microsoft.Extensions.AI;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>What one event of the stream adds to the answer.</summary>
internal struct ChatChunk
{
    /// <summary>Text of the answer; null or empty when there is none.</summary>
    public string? Text;

    /// <summary>Text of the reasoning; null or empty when there is none.</summary>
    public string? Reasoning;

    /// <summary>Why the answer ended, if this event says so.</summary>
    public ChatFinishReason? FinishReason;

    /// <summary>Whether this is <c>[DONE]</c>.</summary>
    public bool IsEnd;
}
