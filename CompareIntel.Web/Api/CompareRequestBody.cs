using System.ComponentModel;

namespace CompareIntel.Web.Api;

/// <summary>The body of <c>POST /compare</c> and <c>POST /compare-stream</c>. Everything is nullable, so that what is missing can be named.</summary>
internal sealed record CompareRequestBody
{
    [Description("The prompt. Required, not blank, at most as long as the tier allows.")]
    public string? InputData { get; init; }

    [Description("Model ids, `provider:model` or bare. Required. The same model may be named twice; each entry is a lane of its own.")]
    public IReadOnlyList<string?>? Models { get; init; }

    [Description("Earlier messages, oldest first, without the prompt.")]
    public IReadOnlyList<HistoryMessageBody?>? ConversationHistory { get; init; }

    [Description("`brief`, `standard` (the default) or `extended`.")]
    public string? Tier { get; init; }

    [Description("Sampling temperature, 0 to 2. Unset leaves it to the model.")]
    public double? Temperature { get; init; }

    [Description("Nucleus sampling, 0 to 1. Unset leaves it to the model.")]
    public double? TopP { get; init; }

    [Description("Output tokens at most, 1 or more; never more than the tier allows.")]
    public long? MaxTokens { get; init; }

    [Description("System prompt of every lane.")]
    public string? System { get; init; }

    [Description("`sequential` asks for one model after another. `concurrent` (the default) leaves it to the server, which `GET /health` tells.")]
    public string? Mode { get; init; }
}

/// <summary>A message of the history.</summary>
internal sealed record HistoryMessageBody
{
    [Description("`user`, `assistant` or `system`.")]
    public string? Role { get; init; }

    [Description("What was said.")]
    public string? Content { get; init; }

    [Description("Of an answer: the model that gave it. Only lanes of that model see it.")]
    public string? ModelId { get; init; }
}
