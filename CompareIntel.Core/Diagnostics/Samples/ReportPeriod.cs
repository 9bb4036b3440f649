namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>The times that the history page shows.</summary>
public enum ReportPeriod
{
    Hour,
    Day,
    Week,
    Month,
}

public static class ReportPeriods
{
    /// <summary>Begin, end and width of a piece: whole minutes of the last hour, whole hours of the last 24, whole 6 hours of the last 7 days, whole days (UTC) of the last 30. The last piece goes on.</summary>
    public static (DateTimeOffset From, DateTimeOffset To, TimeSpan Step) SpanOf(ReportPeriod period, DateTimeOffset now)
    {
        var (step, pieces) = period switch
        {
            ReportPeriod.Hour => (TimeSpan.FromMinutes(1), 60),
            ReportPeriod.Day => (TimeSpan.FromHours(1), 24),
            ReportPeriod.Week => (TimeSpan.FromHours(6), 28),
            ReportPeriod.Month => (TimeSpan.FromDays(1), 30),
            _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
        };
        var last = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % step.Ticks), TimeSpan.Zero);
        return (last - ((pieces - 1) * step), last + step, step);
    }
}
