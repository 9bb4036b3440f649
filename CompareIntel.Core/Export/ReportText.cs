using System.Globalization;
using CompareIntel.Core.Comparisons;

namespace CompareIntel.Core.Export;

/// <summary>The numbers of a report in words. What is unknown is called so, and never 0.</summary>
internal static class ReportText
{
    public const string Unknown = "unknown";

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s");

    public static string Seconds(TimeSpan? time) => time is { } known ? Seconds(known) : Unknown;

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Count(long? count) => count is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : Unknown;

    public static string State(LaneState state) => ExportNames.Of(state);

    /// <summary>One line about the comparison as a whole.</summary>
    public static string Outline(ComparisonReport report)
    {
        var summary = report.Progress.Summary;
        string?[] parts =
        [
            Utc(report.Comparison.CreatedAt),
            $"{report.Progress.Lanes.Count} {(report.Progress.Lanes.Count == 1 ? "model" : "models")}",
            ExportNames.Of(report.Progress.State),
            summary is null ? null : $"{Seconds(summary.Duration)} in all",
            summary?.Speedup is { } speedup ? string.Create(CultureInfo.InvariantCulture, $"{speedup:0.0} times as fast as one after another") : null,
        ];
        return string.Join(" · ", parts.Where(static part => part is not null));
    }

    /// <summary>What was asked, who answered, and what was measured, in the order in which it is shown.</summary>
    public static IReadOnlyList<(string Name, string Value)> Seal(ReportRun run)
    {
        var progress = run.Progress;
        var metrics = progress.Metrics;
        return
        [
            ("Requested model", progress.Model),
            ("Reported model", metrics?.ReportedModel ?? Unknown),
            ("Settings", Settings(run.Request)),
            ("State", State(progress.State)),
            ("Finish reason", metrics?.FinishReason ?? Unknown),
            ("Attempts", Count(metrics?.Attempts ?? progress.Attempts)),
            ("Time to first token", Seconds(progress.TimeToFirstToken)),
            ("Duration", Seconds(metrics?.Duration)),
            ("Input tokens", Count(metrics?.InputTokens)),
            ("Output tokens", Count(metrics?.OutputTokens)),
            ("Cost", Cost(metrics)),
            ("Response id", metrics?.ResponseId ?? Unknown),
        ];
    }

    private static string Settings(LaneRequest request)
    {
        var settings = LaneSettings.Of(request).Describe();
        if (request.History.Count > 0)
        {
            settings += $"{(settings.Length == 0 ? "" : ", ")}{Count(request.History.Count)} earlier messages";
        }

        return settings.Length == 0 ? "the provider's defaults" : settings;
    }

    private static string Cost(LaneMetrics? metrics) =>
        metrics?.CostUsd is { } cost
            ? string.Create(CultureInfo.InvariantCulture, $"${cost:0.##########}{(metrics.IsCostEstimated ? ", from listed prices" : "")}")
            : Unknown;
}
