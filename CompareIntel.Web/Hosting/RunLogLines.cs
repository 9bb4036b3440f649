using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CompareIntel.Core;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// The lines of the log files that name a run, fit to be handed on: of exceptions the kinds and the calls, and instead of what they say its length, because that
/// may quote a provider and so an answer. Lines of other parts than this program's own are left out.
/// </summary>
internal sealed partial class RunLogLines(DataDirectory dataDirectory, TimeProvider timeProvider)
{
    /// <summary>Lines at most, the first ones.</summary>
    public const int MostLines = 2_000;

    private static readonly string[] s_sources = ["CompareIntel.", "Serilog.AspNetCore.RequestLoggingMiddleware"];

    public IReadOnlyList<string> Read(LiveComparison comparison)
    {
        // Whoever asks over HTTP may name a model with any words.
        var hasWords = comparison.Request.Lanes.Any(static lane => lane.Model.Any(char.IsWhiteSpace));
        string[] ids = [comparison.Id, .. comparison.Retries.Select(static retry => retry.Comparison.Id)];
        var lines = new List<string>();
        var isOwn = false;
        foreach (var line in FilesOf(comparison).SelectMany(ReadLines))
        {
            if (lines.Count == MostLines)
            {
                lines.Add($"(more than {MostLines} lines)");
                break;
            }

            if (Head().Match(line) is { Success: true } head)
            {
                isOwn = s_sources.Any(source => head.Groups["source"].ValueSpan.StartsWith(source, StringComparison.Ordinal)) && ids.Any(id => head.Groups["message"].ValueSpan.Contains(id, StringComparison.Ordinal));
                if (isOwn)
                {
                    lines.Add(hasWords && line.IndexOf('(', StringComparison.Ordinal) is >= 0 and var end ? $"{line[..end]}(…)" : line);
                }
            }
            else if (isOwn && line.Length > 0)
            {
                lines.Add(WithoutWords(line));
            }
        }

        return lines;
    }

    /// <summary>A line of an exception: where it came from as it is, of what it says the length.</summary>
    private static string WithoutWords(string line)
    {
        if (Call().Match(line) is { Success: true } call)
        {
            return call.Groups["call"].Value;
        }

        return Kind().Match(line) is { Success: true } kind
            ? string.Create(CultureInfo.InvariantCulture, $"{kind.Groups["kind"].Value}: ({kind.Groups["words"].Length} characters left out)")
            : string.Create(CultureInfo.InvariantCulture, $"({line.Length} characters left out)");
    }

    private IEnumerable<string> FilesOf(LiveComparison comparison)
    {
        // Files are named by the day of the machine's own clock, which may be another day than that of UTC.
        var first = comparison.CreatedAt.UtcDateTime.Date.AddDays(-1);
        var last = (comparison.Log.IsEnded ? comparison.CreatedAt.UtcDateTime + comparison.Log.Elapsed : timeProvider.GetUtcNow().UtcDateTime).Date.AddDays(1);
        var folder = dataDirectory.PathOf("logs");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "compareintel-*.log")
                .Where(file => Day().Match(Path.GetFileName(file)) is { Success: true } day
                    && DateTime.TryParseExact(day.Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date >= first && date <= last)
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static IEnumerable<string> ReadLines(string file)
    {
        // The file is being written.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d \[\w{3}\] (?<source>[\w.+`]*): (?<message>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    // Without the file of the source, which names somebody's folder.
    [GeneratedRegex(@"^(?<call>\s+at [\w.<>\[\]`,+|&*() ]+?\))( in .*)?$|^(?<call>\s*--- End of [\w ]+ ---)$", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<kind>\s*(?:---> )?(?:\([\w ]+#\d+\) )?[A-Za-z_][\w.+`]*(?:Exception|Error)(?: \(\d+\))?): (?<words>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();

    [GeneratedRegex(@"(?<=^compareintel-)\d{8}")]
    private static partial Regex Day();
}
