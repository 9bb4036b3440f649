namespace CompareIntel.Web.Telemetry;

/// <summary>The variables that say whether and where telemetry is sent (opentelemetry.io/docs/specs/otel/protocol/exporter). All others are read by the exporter itself.</summary>
internal static class OtlpVariables
{
    private const string All = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Traces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Metrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    public static IReadOnlyList<string> Endpoints { get; } = [All, Traces, Metrics];

    public static bool WantTraces(IConfiguration configuration) => IsSet(configuration, Traces);

    public static bool WantMetrics(IConfiguration configuration) => IsSet(configuration, Metrics);

    /// <summary>The address; null when it is none.</summary>
    public static Uri? Parse(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;

    // One that can't be understood keeps the program from starting, which says so; until then it must not throw from the exporter.
    private static bool IsSet(IConfiguration configuration, string ofSignal) =>
        Array.TrueForAll([All, ofSignal], variable => configuration[variable] is not { Length: > 0 } value || Parse(value) is not null)
        && (configuration[All] is { Length: > 0 } || configuration[ofSignal] is { Length: > 0 });
}
