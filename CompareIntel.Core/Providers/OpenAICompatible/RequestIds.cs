namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>The ids that a provider, or what stands before it, gave a request: what its support asks for first.</summary>
internal static class RequestIds
{
    private const int LongestId = 128;

    // OpenAI and most others; Anthropic; Amazon; Azure; OpenRouter; Cloudflare; Google; what proxies add.
    private static readonly string[] s_headers =
        ["x-request-id", "request-id", "x-amzn-requestid", "apim-request-id", "x-ms-request-id", "x-generation-id", "cf-ray", "x-cloud-trace-context", "x-correlation-id", "x-trace-id"];

    /// <summary>As <c>name=id</c>, one behind the other; null when there is none. What does not look like an id is left out: a header may hold anything.</summary>
    public static string? Of(HttpResponseMessage response, SecretRedactor redactor)
    {
        var found = s_headers
            .Select(name => (Name: name, Id: response.Headers.TryGetValues(name, out var values) ? values.First() : ""))
            .Where(header => IsId(header.Id) && redactor.Quote(header.Id, LongestId) == header.Id)
            .Select(static header => $"{header.Name}={header.Id}");
        return string.Join(' ', found) is { Length: > 0 } ids ? ids : null;
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= LongestId && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '/' or '+' or '=' or ';' or '@');
}
