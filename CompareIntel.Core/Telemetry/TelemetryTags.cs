namespace CompareIntel.Core.Telemetry;

/// <summary>
/// Names of attributes: OpenTelemetry's semantic conventions for generative AI (github.com/open-telemetry/semantic-conventions-genai, development status)
/// where they have one, and our own. No attribute ever holds a prompt or a piece of an answer.
/// </summary>
public static class TelemetryTags
{
    public const string Operation = "gen_ai.operation.name";
    public const string GenAIProvider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TokenType = "gen_ai.token.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    /// <summary>The name that the provider is configured under.</summary>
    public const string Provider = "compareintel.provider";

    /// <summary><c>finished</c>, <c>failed</c>, <c>stopped</c> or <c>interrupted</c>.</summary>
    public const string LaneState = "compareintel.lane.state";

    /// <summary><c>completed</c>, <c>stopped</c> or <c>interrupted</c>.</summary>
    public const string ComparisonState = "compareintel.comparison.state";

    /// <summary><c>concurrent</c> or <c>sequential</c>.</summary>
    public const string ComparisonMode = "compareintel.comparison.mode";

    /// <summary><c>text</c> or <c>reasoning</c>.</summary>
    public const string DeltaKind = "compareintel.delta.kind";

    /// <summary>Whether a cost was worked out from listed prices.</summary>
    public const string IsEstimated = "compareintel.cost.estimated";

    /// <summary>The conventions' name of the one operation that there is here.</summary>
    public const string Chat = "chat";

    /// <summary>What stands for a name that must not have a series of its own.</summary>
    public const string Other = "_OTHER";
}
