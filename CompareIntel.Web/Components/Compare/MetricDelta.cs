using System.Globalization;

namespace CompareIntel.Web.Components.Compare;

/// <summary>How an ended lane differs from the baseline, in words; null where there is nothing to compare.</summary>
internal static class MetricDelta
{
    /// <summary><c>+0.4 s</c>, <c>−12.0 s</c>; <c>±0 s</c> when both are read as the same.</summary>
    public static string? Duration(TimeSpan? own, TimeSpan? baseline) =>
        (own - baseline)?.TotalSeconds is not { } difference ? null
        : Math.Abs(difference) < 0.995 ? Signed(difference, "0.00", " s")
        : Math.Abs(difference) < 59.95 ? Signed(difference, "0.0", " s")
        : $"{(difference < 0 ? "−" : "+")}{MetricText.Duration(TimeSpan.FromSeconds(Math.Abs(difference)))}";

    public static string? Rate(double? own, double? baseline) => own - baseline is { } difference ? Signed(difference, "0", "") : null;

    public static string? Tokens(long? own, long? baseline) => own - baseline is { } difference ? Signed(difference, "#,0", "") : null;

    /// <summary>Both times as many: <c>2.0×</c>. A difference of two prices says little.</summary>
    public static string? Cost(decimal? own, decimal? baseline) =>
        own is { } cost && baseline is > 0 and { } other ? MetricText.Factor((double)(cost / other)) : null;

    private static string Signed(double difference, string format, string unit)
    {
        var size = Math.Abs(difference).ToString(format, CultureInfo.InvariantCulture);
        var isNothing = !size.Any(static digit => digit is >= '1' and <= '9');
        return $"{(isNothing ? "±" : difference < 0 ? "−" : "+")}{(isNothing ? "0" : size)}{unit}";
    }
}
