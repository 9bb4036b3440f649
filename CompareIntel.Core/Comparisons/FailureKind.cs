namespace CompareIntel.Core.Comparisons;

/// <summary>Every way in which a lane can fail. The wire form is the name in snake_case; what was measured of a lane is stored with the number.</summary>
public enum FailureKind
{
    /// <summary>No provider lists this model and none takes unlisted ids, or the provider says that it does not exist.</summary>
    UnknownModel = 0,

    /// <summary>An administrator has switched the provider off.</summary>
    ProviderOff = 1,

    /// <summary>The provider refused the key (HTTP 401).</summary>
    Unauthorized = 2,

    /// <summary>The key may not use this model (HTTP 403).</summary>
    Forbidden = 3,

    /// <summary>The account has no credit left (HTTP 402, or an exhausted quota).</summary>
    PaymentRequired = 4,

    /// <summary>Too many requests (HTTP 429), and retries did not help.</summary>
    RateLimited = 5,

    /// <summary>The provider did not accept the request (HTTP 400, 413, 422).</summary>
    RequestRejected = 6,

    /// <summary>Prompt and history do not fit the model's context.</summary>
    ContextTooLong = 7,

    /// <summary>The provider's content filter ended the answer.</summary>
    ContentFiltered = 8,

    /// <summary>The provider failed or is overloaded (HTTP 5xx).</summary>
    ProviderUnavailable = 9,

    /// <summary>No connection: name, port, TLS.</summary>
    Unreachable = 10,

    /// <summary>The connection broke.</summary>
    ConnectionLost = 11,

    /// <summary>What arrived is not what the protocol says.</summary>
    MalformedResponse = 12,

    /// <summary>An error object arrived in the middle of the stream.</summary>
    ProviderError = 13,

    /// <summary>No first token within the limit.</summary>
    FirstTokenTimeout = 14,

    /// <summary>The stream went silent for longer than the limit between deltas.</summary>
    Stalled = 15,

    /// <summary>The whole answer took longer than the limit.</summary>
    AnswerTimeout = 16,

    /// <summary>The answer grew beyond the limit of characters.</summary>
    AnswerTooLong = 17,

    /// <summary>The stream ended without any text.</summary>
    EmptyAnswer = 18,

    /// <summary>A fault of our own.</summary>
    Internal = 19,
}
