using System.Text.Json;
using System.Text.RegularExpressions;

namespace CompareIntel.Tests.Deploy;

/// <summary>What stands in <c>deploy/</c>, which is copied beside the tests.</summary>
internal static partial class DeployFiles
{
    private static readonly HashSet<string> s_words = new(["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "deploy", name);

    /// <summary>Every query of the dashboard, with its variables filled in.</summary>
    public static IReadOnlyList<string> DashboardQueries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(PathOf("grafana/compareintel.json")));
        return [.. Panels(dashboard.RootElement)
            .SelectMany(static panel => panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray() : default)
            .Select(static target => target.GetProperty("expr").GetString()!)
            .Select(static query => query
                .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
                .Replace("$job", ".+", StringComparison.Ordinal)
                .Replace("$instance", ".+", StringComparison.Ordinal))];
    }

    /// <summary>Names of the alerts, each with its query.</summary>
    public static IReadOnlyList<(string Name, string Query)> Alerts() =>
        [.. Alert().Matches(File.ReadAllText(PathOf("prometheus/compareintel.rules.yml"))).Select(static match => (match.Groups["name"].Value, match.Groups["query"].Value))];

    /// <summary>Names of the metrics that a query reads: what is neither a function, a label nor a word of the language.</summary>
    public static IEnumerable<string> MetricsOf(string query)
    {
        var bare = Grouping().Replace(Selector().Replace(Text().Replace(query, "\"\""), ""), "");
        return Name().Matches(bare).Select(static match => match.Value).Where(static name => !s_words.Contains(name));
    }

    private static IEnumerable<JsonElement> Panels(JsonElement parent) =>
        parent.TryGetProperty("panels", out var panels) ? panels.EnumerateArray().SelectMany(static panel => Panels(panel).Prepend(panel)) : [];

    [GeneratedRegex(@"- alert: (?<name>\w+)\n\s+expr: (?:\|\n)?(?<query>.*?)\n\s+for:", RegexOptions.Singleline)]
    private static partial Regex Alert();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    // Not followed by an opening bracket, as a function is; not part of a number such as 1.5e9 or a duration such as 1d.
    [GeneratedRegex(@"(?<![\w:.])[a-zA-Z_:][\w:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
