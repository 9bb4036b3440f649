using System.Text;
using System.Text.Json;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>Strikes out what a provider must not be quoted with: some servers echo the key in their errors.</summary>
internal sealed class SecretRedactor
{
    private const string Mark = "***";

    // Enough to find a key that begins inside the quote, little enough to be cheap for a line of several megabytes.
    private const int WindowBytes = 16 * 1024;

    private static readonly string[] s_secretHeaderWords = ["key", "auth", "token", "secret", "cookie"];
    private static readonly string[] s_schemes = ["Bearer", "Basic", "Token"];

    private readonly string[] _secrets;
    private readonly int _longestSecret;

    public SecretRedactor(ProviderOptions options)
    {
        var headers = options.Headers
            .Where(static header => s_secretHeaderWords.Any(word => header.Key.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(static header => header.Value.Split(' '));
        _secrets =
        [
            .. headers.Append(options.ApiKey ?? "").Select(static secret => secret.Trim())
                // The name of a scheme is no secret; striking it out would only spoil the message.
                .Where(static secret => secret.Length > 0 && !s_schemes.Contains(secret, StringComparer.OrdinalIgnoreCase))
                // Where a body can't be read as JSON its raw form is quoted, and that may spell a key with escapes.
                .SelectMany(static secret => (string[])[secret, JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/", StringComparison.Ordinal)])
                .Distinct(StringComparer.Ordinal)
                // The longest first: one secret may be a part of another.
                .OrderByDescending(static secret => secret.Length),
        ];
        _longestSecret = _secrets is [var longest, ..] ? longest.Length : 0;
    }

    /// <summary>The text on one line, without secrets, cut to <paramref name="maxLength"/> characters.</summary>
    public string Quote(string text, int maxLength)
    {
        // Cutting comes last: half a key is still half a key.
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }

        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= maxLength ? text : string.Concat(text.AsSpan(0, maxLength), "…");
    }

    /// <summary>The start of UTF-8 text on one line, without secrets, cut to <paramref name="maxLength"/> characters.</summary>
    public string Quote(ReadOnlySpan<byte> utf8, int maxLength)
    {
        if (utf8.Length <= WindowBytes)
        {
            return Quote(Encoding.UTF8.GetString(utf8), maxLength);
        }

        var text = Quote(Encoding.UTF8.GetString(utf8[..WindowBytes]), WindowBytes);
        // The window may have cut through a secret, which then was not found.
        text = text[..Math.Max(0, text.Length - _longestSecret)];
        return Quote(text, maxLength);
    }
}
