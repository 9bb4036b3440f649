using System.Globalization;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace CompareIntel.Tests.Support;

/// <summary>What an instrument measured, as text that a test can compare: the value, then the attributes by name.</summary>
internal static class Measurements
{
    public static string[] Texts<T>(this MetricCollector<T> collector)
        where T : struct => [.. collector.GetMeasurementSnapshot().Select(Text)];

    /// <summary>What an observable instrument says now.</summary>
    public static string[] Observe<T>(this MetricCollector<T> collector)
        where T : struct
    {
        collector.Clear();
        collector.RecordObservableInstruments();
        return collector.Texts();
    }

    private static string Text<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        string.Join(' ', measurement.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal)
            .Select(static tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}"))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"{measurement.Value}")));
}
