namespace CompareIntel.Core.Comparisons;

/// <summary>Every way in which a lane can fail. The wire form is the name in snake_case.</summary>
public enum FailureKind
{
    /// <summary>No provider lists this model and none takes unlisted ids, or the provider says that it does not exist.</summary>
    UnknownModel,

    /// <summary>An administrator has switched the provider off.</summary>
    ProviderOff,

    /// <summary>The provider refused the key (HTTP 401).</summary>
    Unauthorized,

    /// <summary>The key may not use this model (HTTP 403).</summary>
    Forbidden,

    /// <summary>The account has no credit left (HTTP 402, or an exhausted quota).</summary>
    PaymentRequired,

    /// <summary>Too many requests (HTTP 429), and retries did not help.</summary>
    RateLimited,

    /// <summary>The provider did not accept the request (HTTP 400, 413, 422).</summary>
    RequestRejected,

    /// <summary>Prompt and history do not fit the model's context.</summary>
    ContextTooLong,

    /// <summary>The provider's content filter ended the answer.</summary>
    ContentFiltered,

    /// <summary>The provider failed or is overloaded (HTTP 5xx).</summary>
    ProviderUnavailable,

    /// <summary>No connection: name, port, TLS.</summary>
    Unreachable,

    /// <summary>The connection broke.</summary>
    ConnectionLost,

    /// <summary>What arrived is not what the protocol says.</summary>
    MalformedResponse,

    /// <summary>An error object arrived in the middle of the stream.</summary>
    ProviderError,

    /// <summary>No first token within the limit.</summary>
    FirstTokenTimeout,

    /// <summary>The stream went silent for longer than the limit between deltas.</summary>
    Stalled,

    /// <summary>The whole answer took longer than the limit.</summary>
    AnswerTimeout,

    /// <summary>The answer grew beyond the limit of characters.</summary>
    AnswerTooLong,

    /// <summary>The stream ended without any text.</summary>
    EmptyAnswer,

    /// <summary>A fault of our own.</summary>
    Internal,
}
