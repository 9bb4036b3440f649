using System.Globalization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>The one place that decides which <see cref="FailureKind"/> a response, an error object or a broken connection is.</summary>
internal sealed class FailureMapper(string provider, SecretRedactor redactor, TimeProvider timeProvider)
{
    private const int MaxErrorBodyBytes = 64 * 1024;
    private const int MaxMessageLength = 500;
    private const int MaxLineQuoteLength = 200;

    private static readonly string[] s_contextPhrases =
    [
        "maximum context length",
        "context length exceeded",
        "context_length_exceeded",
        "available context size",
        "context window",
        "prompt is too long",
        "exceeds the maximum number of tokens",
    ];

    /// <summary>A response whose status is not 2xx. Reads at most 64 KB of it.</summary>
    /// <param name="response">The response.</param>
    /// <param name="namesModel">Whether the request named a model, so that 404 may mean the model and not the address.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async Task<ProviderException> FromResponseAsync(HttpResponseMessage response, bool namesModel, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        ErrorBody error;
        try
        {
            var (bytes, _) = await ResponseBody.ReadAsync(response, MaxErrorBodyBytes, this, cancellationToken).ConfigureAwait(false);
            error = ErrorBody.Parse(bytes.Span);
        }
        catch (ProviderException)
        {
            // The status says what happened even if the rest of the response was lost.
            error = new ErrorBody("");
        }

        var hint = "";
        var kind = SpecificKind(error, status) ?? KindOfStatus(status);
        if (status is >= 300 and < 400)
        {
            // It is the address that has to be changed, and that is what users are told of this kind.
            kind = FailureKind.MalformedResponse;
            hint = $" (redirects are not followed; it points to {response.Headers.Location?.ToString() ?? "nowhere"})";
        }
        else if (kind == FailureKind.UnknownModel && !(namesModel && TalksAboutModel(error)))
        {
            kind = FailureKind.MalformedResponse;
            hint = " (is the base URL right?)";
        }

        return new ProviderException(kind, Message($"HTTP {status} {response.ReasonPhrase}{hint}: {error.Message}"))
        {
            StatusCode = status,
            RetryAfter = RetryAfter(response),
        };
    }

    /// <summary>
    /// An error object inside a response with status 200. Before the answer has begun it stands for the status that the server could no
    /// longer send, so it is judged like one; afterwards only causes that a user can act on are told apart.
    /// </summary>
    public ProviderException FromStreamError(ErrorBody error, bool answerHasBegun)
    {
        var kind = SpecificKind(error, error.Status)
            ?? (error.Status is { } status ? KindOfStatus(status) : GeneralKind(error))
            ?? FailureKind.ProviderError;
        if (answerHasBegun && kind is FailureKind.RequestRejected or FailureKind.ProviderUnavailable)
        {
            kind = FailureKind.ProviderError;
        }

        return new ProviderException(kind, Message($"error in the stream: {error.Message}"));
    }

    /// <summary>A request that got no response.</summary>
    public ProviderException FromSend(HttpRequestException exception)
    {
        var kind = exception.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError
            ? FailureKind.Unreachable
            : FailureKind.ConnectionLost;
        return new ProviderException(kind, Message(exception.Message), exception);
    }

    /// <summary>No connection or no answer within a limit of the transport.</summary>
    public ProviderException TimedOut(string what, Exception exception) => new(FailureKind.Unreachable, Message(what), exception);

    /// <summary>A response that broke off.</summary>
    public ProviderException ConnectionLost(string what, Exception? exception = null) =>
        new(FailureKind.ConnectionLost, Message($"the connection broke: {what}"), exception);

    /// <summary>The server ended the answer with an error and did not say which.</summary>
    public ProviderException EndedWithError() =>
        new(FailureKind.ProviderError, Message("the answer ended with finish_reason \"error\" and no error object"));

    /// <summary>Something that the protocol does not allow; quotes the start of it.</summary>
    public ProviderException Malformed(string what, ReadOnlySpan<byte> data, Exception? exception = null) =>
        new(FailureKind.MalformedResponse, $"{Message(what)}: {redactor.Quote(data, MaxLineQuoteLength)}", exception);

    private static FailureKind KindOfStatus(int status) => status switch
    {
        401 => FailureKind.Unauthorized,
        402 => FailureKind.PaymentRequired,
        403 or 451 => FailureKind.Forbidden,
        404 => FailureKind.UnknownModel,
        429 => FailureKind.RateLimited,
        408 or >= 500 => FailureKind.ProviderUnavailable,
        _ => FailureKind.RequestRejected,
    };

    // Causes that a status only hints at: a full context, an empty account and a filter all come as 400, 403 or 429.
    private static FailureKind? SpecificKind(ErrorBody error, int? status)
    {
        foreach (var word in error.Words)
        {
            switch (word)
            {
                case "context_length_exceeded" or "exceed_context_size_error" or "context_window_exceeded":
                    return FailureKind.ContextTooLong;
                case "insufficient_quota" or "insufficient_credits" or "billing_hard_limit_reached" or "billing_not_active" or "payment_required":
                    return FailureKind.PaymentRequired;
                case "content_filter" or "content_policy_violation" or "moderation_blocked":
                    return FailureKind.ContentFiltered;
                case "model_not_found":
                    return FailureKind.UnknownModel;
                case "invalid_api_key":
                    return FailureKind.Unauthorized;
            }
        }

        if (error.IsFlagged)
        {
            return FailureKind.ContentFiltered;
        }

        if (status is not (null or 400 or 413 or 422))
        {
            return null;
        }

        if (s_contextPhrases.Any(phrase => error.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase)))
        {
            return FailureKind.ContextTooLong;
        }

        // Gemini refuses a wrong key with 400 and no word that says so.
        return error.Message.Contains("API key not valid", StringComparison.OrdinalIgnoreCase) ? FailureKind.Unauthorized : null;
    }

    private static FailureKind? GeneralKind(ErrorBody error)
    {
        foreach (var word in error.Words)
        {
            switch (word)
            {
                case "authentication_error" or "unauthenticated" or "unauthorized":
                    return FailureKind.Unauthorized;
                case "permission_error" or "permission_denied" or "forbidden":
                    return FailureKind.Forbidden;
                case "rate_limit_exceeded" or "rate_limit_error" or "too_many_requests" or "resource_exhausted":
                    return FailureKind.RateLimited;
                case "overloaded_error" or "overloaded" or "server_error" or "internal_server_error" or "service_unavailable" or "unavailable":
                    return FailureKind.ProviderUnavailable;
                case "invalid_request_error" or "invalid_argument":
                    return FailureKind.RequestRejected;
            }
        }

        return null;
    }

    private static bool TalksAboutModel(ErrorBody error) =>
        error.Words.Contains("model_not_found")
        || error.Message.Contains("model", StringComparison.OrdinalIgnoreCase)
        // OpenRouter: no host offers this model now, or none that the account's data policy allows.
        || error.Message.Contains("endpoints found", StringComparison.OrdinalIgnoreCase);

    private string Message(string text) => $"{provider}: {redactor.Quote(text, MaxMessageLength)}";

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = null;
        if (response.Headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            // A day is beyond any use, and keeps the number inside what a TimeSpan can hold.
            && Math.Abs(milliseconds) <= TimeSpan.MillisecondsPerDay)
        {
            wait = TimeSpan.FromMilliseconds(milliseconds);
        }
        else if (response.Headers.RetryAfter is { } header)
        {
            wait = header.Delta ?? header.Date - timeProvider.GetUtcNow();
        }

        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
