using System.Text.Json.Nodes;

namespace CompareIntel.Core.Diagnostics;

/// <summary>
/// Takes every text out of a JSON document and leaves its length: of any string whose property is not known to hold a name, an id or a date, <c>text</c>
/// becomes <c>text_length</c>. So what somebody adds to the document later is out until it is said here that it may stay.
/// </summary>
internal static class TextLengths
{
    private const int LongestToken = 200;

    // Of our own making: names of states and kinds, formats, dates.
    private static readonly HashSet<string> s_ownNames = new(StringComparer.Ordinal) { "format", "type", "kind", "state", "mode", "role", "created_at", "ended_at" };

    // From requests and providers: they stay as long as they look like what they should be.
    private static readonly HashSet<string> s_tokens = new(StringComparer.Ordinal) { "id", "model", "reported_model", "response_id", "finish_reason", "request_ids" };

    /// <summary>Changes the node, and gives what takes its place.</summary>
    public static JsonNode? Strip(JsonNode? node) => node switch
    {
        JsonObject item => Strip(item),
        JsonArray list => new JsonArray([.. list.Select(static one => Strip(one?.DeepClone()))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(text.Length),
        _ => node?.DeepClone(),
    };

    /// <summary>Whether it is an id or a name, or several with spaces in between that are <c>name=id</c>: not a sentence.</summary>
    public static bool IsToken(string text) =>
        text.Length <= LongestToken && (IsWord(text) || text.Split(' ').All(static part => part.Contains('=', StringComparison.Ordinal) && IsWord(part)));

    private static bool IsWord(string text) =>
        text.Length > 0 && text.All(static character => char.IsAsciiLetterOrDigit(character) || "-_.:/@+=;~".Contains(character, StringComparison.Ordinal));

    private static JsonObject Strip(JsonObject item)
    {
        var stripped = new JsonObject();
        foreach (var (name, value) in item)
        {
            if (value is JsonValue && value.AsValue().TryGetValue<string>(out var text) && !s_ownNames.Contains(name) && !(s_tokens.Contains(name) && IsToken(text)))
            {
                stripped[$"{name}_length"] = text.Length;
            }
            else
            {
                stripped[name] = value is JsonValue ? value.DeepClone() : Strip(value);
            }
        }

        return stripped;
    }
}
