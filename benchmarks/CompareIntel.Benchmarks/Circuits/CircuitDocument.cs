using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CompareIntel.Benchmarks.Circuits;

/// <summary>What a page's HTML holds for the script that starts its circuit.</summary>
/// <param name="RootComponents">The operations that add every root component, as JSON.</param>
/// <param name="ComponentState">What the server wants back as it is.</param>
internal sealed partial record CircuitDocument(string RootComponents, string ComponentState)
{
    public static CircuitDocument Parse(string html)
    {
        var operations = new JsonArray();
        foreach (var match in MarkerPattern().Matches(html).Cast<Match>())
        {
            var marker = JsonNode.Parse(match.Groups[1].Value)!.AsObject();
            if ((string?)marker["type"] != "server")
            {
                continue;
            }

            var number = operations.Count + 1;
            marker["uniqueId"] = number;
            operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = number, ["marker"] = marker });
        }

        return operations.Count > 0
            ? new CircuitDocument(
                new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(),
                StatePattern().Match(html).Groups[1].Value)
            : throw new BenchmarkException("The page has no root component of a circuit.");
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex MarkerPattern();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex StatePattern();
}
