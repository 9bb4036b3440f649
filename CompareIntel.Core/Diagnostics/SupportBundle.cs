using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Export;

namespace CompareIntel.Core.Diagnostics;

/// <summary>What a support bundle is made of.</summary>
public sealed record BundleContents
{
    public required LiveComparison Comparison { get; init; }

    public required RunExplanation Explanation { get; init; }

    /// <summary>Settings without secrets.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Of the program and what it runs on.</summary>
    public required JsonObject Versions { get; init; }

    /// <summary>The run's lines of the log, without what somebody wrote.</summary>
    public required IReadOnlyList<string> LogLines { get; init; }

    /// <summary>How the models did.</summary>
    public required IReadOnlyDictionary<string, ModelStatistic> Statistics { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Whether prompt and answers go in too.</summary>
    public bool WithTexts { get; init; }
}

/// <summary>
/// All that helps to understand one run, as a zip file to be handed on. Without <see cref="BundleContents.WithTexts"/> no prompt, system prompt, history,
/// answer or reasoning is in it, only their lengths; and never a secret or whose comparison it is.
/// </summary>
public static class SupportBundle
{
    private const string TextsFile = "run-with-texts.json";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string File, string What)[] s_files =
    [
        ("versions.json", "the program and what it runs on"),
        ("settings.json", "settings, without keys and addresses of databases"),
        ("run.json", "the run and all its events, with texts replaced by their lengths"),
        ("timings.json", "where each lane's time went, and what pages measured"),
        ("log.txt", "the run's lines of the log, without what exceptions quote"),
        ("statistics.json", "how the models of the run did lately"),
    ];

    /// <summary>Writes it.</summary>
    /// <param name="contents">What goes in.</param>
    /// <param name="stream">Where to; left open, must be seekable or take what is written at once.</param>
    /// <param name="cancellationToken">Ends the writing; the file is then not complete.</param>
    public static async Task WriteAsync(BundleContents contents, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contents);
        using var export = new MemoryStream();
        await JsonExport.WriteAsync(contents.Comparison, export, withEvents: true, cancellationToken).ConfigureAwait(false);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        Add(zip, "manifest.json", ToText(Manifest(contents)), contents.MadeAt);
        Add(zip, "versions.json", ToText(contents.Versions), contents.MadeAt);
        Add(zip, "settings.json", ToText(contents.Settings), contents.MadeAt);
        Add(zip, "run.json", ToText(Stripped(export)), contents.MadeAt);
        Add(zip, "timings.json", ToText(RunExplanationJson.Of(contents.Explanation)), contents.MadeAt);
        Add(zip, "log.txt", string.Concat(contents.LogLines.Select(static line => line + "\n")), contents.MadeAt);
        Add(zip, "statistics.json", ToText(ToJson(contents.Statistics)), contents.MadeAt);
        if (contents.WithTexts)
        {
            Add(zip, TextsFile, Encoding.UTF8.GetString(export.GetBuffer(), 0, (int)export.Length), contents.MadeAt);
        }
    }

    private static JsonObject Manifest(BundleContents contents)
    {
        var files = new JsonObject();
        foreach (var (file, what) in contents.WithTexts ? s_files.Append((File: TextsFile, What: "the run as it is exported, with prompt and answers")) : s_files)
        {
            files[file] = what;
        }

        return new JsonObject
        {
            ["format"] = "compareintel/support/1",
            ["comparison_id"] = contents.Comparison.Id,
            ["made_at"] = contents.MadeAt.UtcDateTime,
            ["with_texts"] = contents.WithTexts,
            ["files"] = files,
        };
    }

    private static JsonNode? Stripped(MemoryStream export)
    {
        var run = TextLengths.Strip(JsonNode.Parse(export.GetBuffer().AsSpan(0, (int)export.Length)));
        // It is no export any more, and can't be imported.
        run!["format"] = "compareintel/support-run/1";
        return run;
    }

    private static JsonObject ToJson(IReadOnlyDictionary<string, ModelStatistic> statistics)
    {
        var models = new JsonObject();
        foreach (var (model, statistic) in statistics.Where(static pair => TextLengths.IsToken(pair.Key)))
        {
            models[model] = new JsonObject
            {
                ["successes"] = statistic.Successes,
                ["failures"] = statistic.Failures,
                ["ttft_ms"] = Percentiles(statistic.RecentTimesToFirstToken),
                ["duration_ms"] = Percentiles(statistic.RecentDurations),
            };
        }

        return models;
    }

    private static JsonObject Percentiles(IReadOnlyList<double> values) => new()
    {
        ["count"] = values.Count,
        ["p50"] = ModelStatistic.Percentile(values, 50),
        ["p95"] = ModelStatistic.Percentile(values, 95),
        ["p99"] = ModelStatistic.Percentile(values, 99),
    };

    private static string ToText(JsonNode? node) => (node?.ToJsonString(s_json) ?? "null") + "\n";

    private static void Add(ZipArchive zip, string name, string text, DateTimeOffset at)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = at;
        using var content = entry.Open();
        content.Write(Encoding.UTF8.GetBytes(text));
    }
}
