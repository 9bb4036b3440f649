namespace CompareIntel.Core.Export;

/// <summary>Times as milliseconds: as a decimal they are exact, and without trailing zeros.</summary>
internal static class ExportTime
{
    public static decimal ToMilliseconds(TimeSpan time) => decimal.Divide(time.Ticks, TimeSpan.TicksPerMillisecond);

    public static decimal? ToMilliseconds(TimeSpan? time) => time is { } known ? ToMilliseconds(known) : null;
}
