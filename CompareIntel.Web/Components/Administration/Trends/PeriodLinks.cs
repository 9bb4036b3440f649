using System.Globalization;
using CompareIntel.Core.Diagnostics.Samples;

namespace CompareIntel.Web.Components.Administration.Trends;

/// <summary>The periods of the history page as addresses, words and marks of a time axis.</summary>
internal static class PeriodLinks
{
    public static readonly IReadOnlyList<(ReportPeriod Period, string Key, string Label)> All =
        [(ReportPeriod.Hour, "1h", "1 hour"), (ReportPeriod.Day, "24h", "24 hours"), (ReportPeriod.Week, "7d", "7 days"), (ReportPeriod.Month, "30d", "30 days")];

    /// <summary>The period that an address names; 24 hours where it names none.</summary>
    public static ReportPeriod Parse(string? key) => All.FirstOrDefault(choice => choice.Key == key, All[1]).Period;

    public static string KeyOf(ReportPeriod period) => All.First(choice => choice.Period == period).Key;

    /// <summary>Marks at round times, few enough to stand beside each other on a phone.</summary>
    public static IReadOnlyList<(DateTimeOffset At, string Label)> TicksOf(DateTimeOffset from, DateTimeOffset to)
    {
        var length = to - from;
        var (step, format) = length switch
        {
            _ when length <= TimeSpan.FromHours(2) => (TimeSpan.FromMinutes(15), "HH:mm"),
            _ when length <= TimeSpan.FromHours(30) => (TimeSpan.FromHours(6), "HH:mm"),
            _ when length <= TimeSpan.FromDays(8) => (TimeSpan.FromDays(1), "MM-dd"),
            _ => (TimeSpan.FromDays(5), "MM-dd"),
        };
        var first = new DateTimeOffset((from.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks, TimeSpan.Zero);
        return [.. Enumerable.Range(0, (int)Math.Max(0, Math.Ceiling((to - first) / step))).Select(index => first + (index * step)).Select(at => (at, at.ToString(format, CultureInfo.InvariantCulture)))];
    }
}
