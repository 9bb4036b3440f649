using System.Text.Json.Serialization;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Samples;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics.Weekly;

/// <summary>
/// Writes the report of each week once, into a folder of the data directory, on the day and hour that the settings say. Those that were missed while the program
/// did not run are written after it has started, up to twelve weeks back. One that somebody removed is not written again. Used by one caller at a time.
/// </summary>
internal sealed partial class WeeklyReportFiles(
    WeeklyReports reports,
    LaneHistory history,
    StoredSettings settings,
    DataDirectory dataDirectory,
    IOptionsMonitor<DiagnosticsOptions> options,
    TimeProvider timeProvider,
    ILogger<WeeklyReportFiles> logger)
{
    public const string SettingName = "weekly-report";

    private const int MostMissed = 12;

    private IsoWeek? _last;
    private bool _isLoaded;

    /// <summary>Writes those that are due and not written yet.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public async Task WriteDueAsync(CancellationToken cancellationToken = default)
    {
        var now = timeProvider.GetUtcNow();
        var set = options.CurrentValue;
        if (set.WeeklyReportFolder.Length == 0)
        {
            return;
        }

        var due = IsoWeek.Of(now).Previous;
        if (now < DueAt(due, set))
        {
            due = due.Previous;
        }

        if (!_isLoaded)
        {
            var state = await settings.FindAsync(SettingName, WeeklyJsonContext.Default.WeeklyState, cancellationToken).ConfigureAwait(false);
            _last = IsoWeek.TryParse(state?.Last, out var last) ? last : null;
            _isLoaded = true;
        }

        if (_last >= due)
        {
            return;
        }

        var week = _last?.Next;
        if (week is null)
        {
            if (await history.FirstHourAsync(cancellationToken).ConfigureAwait(false) is not { } first)
            {
                return;
            }

            week = IsoWeek.Of(first);
        }

        var oldest = IsoWeek.Of(due.From.AddDays(-7 * (MostMissed - 1)));
        for (var next = week.Value > oldest ? week.Value : oldest; next <= due; next = next.Next)
        {
            await WriteAsync(next, set.WeeklyReportFolder, cancellationToken).ConfigureAwait(false);
            await settings.SetAsync(SettingName, new WeeklyState(next.ToString()), WeeklyJsonContext.Default.WeeklyState, cancellationToken).ConfigureAwait(false);
            _last = next;
        }
    }

    /// <summary>When a week's report is written, UTC.</summary>
    internal static DateTimeOffset DueAt(IsoWeek week, DiagnosticsOptions options) =>
        week.To.AddDays(((int)options.WeeklyReportDay - (int)DayOfWeek.Monday + 7) % 7).AddHours(options.WeeklyReportHour);

    private async Task WriteAsync(IsoWeek week, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataDirectory.PathOf(folder), $"compareintel-{week}.md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = WeeklyMarkdown.Of(await reports.ReadAsync(week, cancellationToken).ConfigureAwait(false));
        // Whole or not at all: somebody may fetch it at any moment.
        var temporary = path + ".tmp";
        await File.WriteAllTextAsync(temporary, text, cancellationToken).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
        LogWritten(week, path);
    }

    [LoggerMessage(1430, LogLevel.Information, "The report of week {Week} is in {Path}")]
    private partial void LogWritten(IsoWeek week, string path);
}

/// <summary>Which reports have been written.</summary>
/// <param name="Last">The newest week of them.</param>
internal sealed record WeeklyState(string Last);

[JsonSerializable(typeof(WeeklyState))]
internal sealed partial class WeeklyJsonContext : JsonSerializerContext;
