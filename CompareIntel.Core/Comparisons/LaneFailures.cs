using System.Net.Sockets;
using System.Text.Json;
using CompareIntel.Core.Providers;

namespace CompareIntel.Core.Comparisons;

/// <summary>Turns exceptions into failure kinds, and failure kinds into words for the user. Both in this one place.</summary>
internal static class LaneFailures
{
    public static FailureKind Classify(Exception exception) => exception switch
    {
        ProviderException provider => provider.Kind,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => FailureKind.Unreachable,
        HttpRequestException or IOException or SocketException => FailureKind.ConnectionLost,
        JsonException or FormatException => FailureKind.MalformedResponse,
        TimeoutException => FailureKind.ProviderUnavailable,
        _ => FailureKind.Internal,
    };

    /// <summary>Whether another request may help. Only asked while no delta has arrived.</summary>
    public static bool IsTransient(FailureKind kind) => kind is
        FailureKind.RateLimited or FailureKind.ProviderUnavailable or FailureKind.Unreachable or FailureKind.ConnectionLost;

    public static LaneFailure Describe(FailureKind kind, string model, string? provider, ComparisonOptions options, TimeSpan? retryAfter = null)
    {
        var source = provider ?? "the provider";
        var message = kind switch
        {
            FailureKind.UnknownModel => provider is null
                ? $"No provider offers a model named \"{model}\". Pick one from the list, or write it as provider:model."
                : $"{source} has no model named \"{model}\". Pick one from the list.",
            FailureKind.ProviderOff => $"{source} has been switched off for now by whoever runs this server. Pick a model of another provider.",
            FailureKind.Unauthorized => $"{source} refused the API key. Ask the operator to check the key of this provider.",
            FailureKind.Forbidden => $"The API key may not use this model at {source}. Pick another model, or ask the operator for access.",
            FailureKind.PaymentRequired => $"The account at {source} has no credit left. Top it up, or pick a model of another provider.",
            FailureKind.RateLimited => retryAfter is { } wait
                ? $"{source} takes no more requests for now and asks to wait {FormatWait(wait)}. Try again then, or pick another model."
                : $"{source} takes no more requests for now. Try again in a minute, or pick another model.",
            FailureKind.RequestRejected => $"{source} did not accept the request. A setting such as temperature or the output limit may not suit this model.",
            FailureKind.ContextTooLong => "The prompt and its history are longer than this model can read. Shorten them, or pick a model with a larger context.",
            FailureKind.ContentFiltered => $"The content filter of {source} held the answer back. Word the prompt differently, or pick another model.",
            FailureKind.ProviderUnavailable => $"{source} is overloaded or down. Try again in a moment, or pick another model.",
            FailureKind.Unreachable => $"{source} can't be reached. Check that it runs and that its address is right.",
            FailureKind.ConnectionLost => $"The connection to {source} broke. Send the prompt again for a whole answer.",
            FailureKind.MalformedResponse => $"{source} sent something that is not a chat stream. Its address may be wrong, or it has a fault; the log has the details.",
            FailureKind.ProviderError => $"{source} reported an error in the middle of its answer. Send the prompt again, or pick another model.",
            FailureKind.FirstTokenTimeout => $"No word within {FormatWait(options.FirstTokenTimeout)}. The model may be overloaded: try again, or pick another one.",
            FailureKind.Stalled => $"Nothing more came for {FormatWait(options.DeltaGapTimeout)}. What arrived before is kept; send the prompt again.",
            FailureKind.AnswerTimeout => $"The answer took longer than {FormatWait(options.AnswerTimeout)} and was cut off. What arrived before is kept.",
            FailureKind.AnswerTooLong => $"The answer grew beyond {options.MaxAnswerCharacters:N0} characters and was cut off. What arrived before is kept.",
            FailureKind.EmptyAnswer => "The model ended without a word. Send the prompt again, or raise the limit of output tokens if it reasons first.",
            FailureKind.Internal => "A fault in CompareIntel ended this answer; the log has the details. Send the prompt again.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return new LaneFailure(kind, string.Concat(char.ToUpperInvariant(message[0]).ToString(), message.AsSpan(1)));
    }

    private static string FormatWait(TimeSpan wait) =>
        wait.TotalSeconds < 120 ? $"{Math.Ceiling(wait.TotalSeconds):0} s"
        : wait.TotalMinutes < 120 ? $"{Math.Ceiling(wait.TotalMinutes):0} min"
        : $"{Math.Ceiling(wait.TotalHours):0} h";
}
