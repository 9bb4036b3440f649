using System.Text.Json.Nodes;

namespace CompareIntel.Tests.Support;

/// <summary>A request as the server got it.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}
