using System.Globalization;
using System.Text.RegularExpressions;
using CompareIntel.Core.Comparisons;
using CompareIntel.Web.Administration.Logs;
using LogReader = CompareIntel.Web.Administration.Logs.LogReader;

namespace CompareIntel.Web.Administration;

/// <summary>
/// The entries of the log files that name a run, fit to be handed on: of exceptions the kinds and the calls, and instead of what they say its length, because that
/// may quote a provider and so an answer. Entries of other parts than this program's own are left out.
/// </summary>
internal sealed partial class RunLogLines(LogReader logs, TimeProvider timeProvider)
{
    /// <summary>Lines at most, the first ones.</summary>
    public const int MostLines = 2_000;

    private static readonly string[] s_sources = ["CompareIntel.", "Serilog.AspNetCore.RequestLoggingMiddleware"];

    // So long before its start and after its end something may be logged about a run.
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_after = TimeSpan.FromDays(1);

    /// <summary>Oldest first.</summary>
    /// <exception cref="IOException">The files can't be read.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(LiveComparison comparison, CancellationToken cancellationToken)
    {
        // Whoever asks over HTTP may name a model with any words.
        var hasWords = comparison.Request.Lanes.Any(static lane => lane.Model.Any(char.IsWhiteSpace));
        string[] ids = [comparison.Id, .. comparison.Retries.Select(static retry => retry.Comparison.Id)];
        var end = comparison.Log.IsEnded ? comparison.CreatedAt + comparison.Log.Elapsed : timeProvider.GetUtcNow();
        var lines = new List<string>();
        await foreach (var bytes in logs.ReadAllAsync(new LogFilter { From = comparison.CreatedAt - s_before, To = end + s_after }, cancellationToken))
        {
            if (LogEntry.TryRead(bytes.Span) is not { } entry
                || !Array.Exists(s_sources, source => entry.Source.StartsWith(source, StringComparison.Ordinal))
                || !Array.Exists(ids, id => entry.Message.Contains(id, StringComparison.Ordinal)))
            {
                continue;
            }

            var message = hasWords && entry.Message.IndexOf('(', StringComparison.Ordinal) is >= 0 and var start ? $"{entry.Message[..start]}(…)" : entry.Message;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z {entry.Severity} {entry.Source}: {message}"));
            lines.AddRange((entry.Exception ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(WithoutWords));
            if (lines.Count >= MostLines)
            {
                lines.Add($"(more than {MostLines} lines)");
                break;
            }
        }

        return lines;
    }

    /// <summary>A line of an exception: where it came from as it is, of what it says the length.</summary>
    private static string WithoutWords(string line)
    {
        if (Call().Match(line) is { Success: true } call)
        {
            return $"   {call.Groups["call"].Value}";
        }

        return Kind().Match(line) is { Success: true } kind
            ? string.Create(CultureInfo.InvariantCulture, $"{kind.Groups["kind"].Value}: ({kind.Groups["words"].Length} characters left out)")
            : string.Create(CultureInfo.InvariantCulture, $"({line.Length} characters left out)");
    }

    // Without the file of the source, which names somebody's folder.
    [GeneratedRegex(@"^(?<call>at [\w.<>\[\]`,+|&*() ]+?\))( in .*)?$|^(?<call>--- End of [\w ]+ ---)$", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<kind>(?:---> )?(?:\([\w ]+#\d+\) )?[A-Za-z_][\w.+`]*(?:Exception|Error)(?: \(\d+\))?): (?<words>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();
}
