using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompareIntel.Core.Providers.OpenAICompatible;

/// <summary>
/// What a provider says went wrong, whichever of the usual shapes it says it in: OpenAI's and OpenRouter's <c>{"error":{...}}</c>,
/// Ollama's <c>{"error":"..."}</c>, Gemini's array of errors, vLLM's <c>{"object":"error","message":...}</c>, FastAPI's
/// <c>{"detail":...}</c>, or plain text.
/// </summary>
internal sealed record ErrorBody(string Message)
{
    /// <summary>An HTTP status that stands in the body, where an error object takes the place of a response status.</summary>
    public int? Status { get; private init; }

    /// <summary>The words by which programs tell errors apart (<c>code</c>, <c>type</c>, <c>status</c>), in lower case.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Whether a moderation of the input is what refused it (OpenRouter's <c>metadata.flagged_input</c>).</summary>
    public bool IsFlagged { get; private init; }

    public static ErrorBody Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            return From(JsonElement.ParseValue(ref json));
        }
        catch (JsonException)
        {
            return new ErrorBody(Encoding.UTF8.GetString(utf8));
        }
    }

    public static ErrorBody From(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
        {
            element = element[0];
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return new ErrorBody(Text(element));
        }

        if (element.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            element = inner;
        }

        var message = First(element, "message", "error", "detail") is { } found ? Text(found) : element.GetRawText();
        var isFlagged = false;
        if (element.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            // OpenRouter's own message is only "Provider returned error"; what the provider said stands here.
            message = First(metadata, "raw") is { } raw ? $"{message}: {Text(raw)}" : message;
            isFlagged = metadata.TryGetProperty("flagged_input", out _);
        }

        int? status = null;
        List<string> words = [];
        foreach (var name in (ReadOnlySpan<string>)["code", "type", "status"])
        {
            if (First(element, name) is not { } value)
            {
                continue;
            }

            var word = Text(value);
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                status ??= number is >= 400 and <= 599 ? number : null;
            }
            else
            {
                words.Add(word.ToLowerInvariant());
            }
        }

        return new ErrorBody(message) { Status = status, Words = words, IsFlagged = isFlagged };
    }

    private static JsonElement? First(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                return value;
            }
        }

        return null;
    }

    private static string Text(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            try
            {
                return element.GetString()!;
            }
            catch (InvalidOperationException)
            {
                // Text that is not valid Unicode; the raw form still tells what it says.
            }
        }

        return element.GetRawText();
    }
}
