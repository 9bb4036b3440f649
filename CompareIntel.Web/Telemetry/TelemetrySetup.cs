using CompareIntel.Core.Telemetry;
using CompareIntel.Web.Administration;
using CompareIntel.Web.Api;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CompareIntel.Web.Telemetry;

/// <summary>Who gets to know the program's metrics and traces: Prometheus, and a collector where the standard variables name one.</summary>
internal static class TelemetrySetup
{
    // Instruments of the framework that cost something for every component of every page, and one that says what ours says.
    private static readonly string[] s_unwanted = ["aspnetcore.components.update_parameters.duration", "aspnetcore.components.render_diff.size", "aspnetcore.components.circuit.connected"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddOptionsWithValidateOnStart<MetricsOptions, MetricsOptionsValidator>().BindConfiguration(MetricsOptions.SectionName);
        builder.Services.AddSingleton<IValidateOptions<MetricsOptions>, TelemetrySettingsValidator>();
        builder.Services.AddSingleton<ClientCounts>();
        builder.Services.AddSingleton<WebMeters>();
        builder.Services.AddSingleton<MetricsScrape>();
        builder.Services.AddHostedService<MetricsServer>();

        // Not through the checked options: these are read so early that their faults would hide those of all others.
        var isScraped = !bool.TryParse(configuration[$"{MetricsOptions.SectionName}:{nameof(MetricsOptions.Enabled)}"], out var enabled) || enabled;
        var sendsMetrics = OtlpVariables.WantMetrics(configuration);
        var sendsTraces = OtlpVariables.WantTraces(configuration);
        if (!isScraped && !sendsMetrics && !sendsTraces)
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : "compareintel", serviceVersion: HealthApi.Version));
        if (isScraped || sendsMetrics)
        {
            telemetry.WithMetrics(metrics => AddMetrics(metrics, isScraped, sendsMetrics));
        }

        if (sendsTraces)
        {
            telemetry.WithTracing(AddTraces);
        }
    }

    /// <summary>The scrape on the program's own port, for administrators; to everyone else, and where it has a port of its own, it is not there.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes
        .MapGet(MetricsScrape.Path, static (HttpContext context, MetricsScrape scrape) =>
        {
            if (scrape is { IsEnabled: true, IsOnOwnPort: false })
            {
                return scrape.AnswerAsync(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        })
        .RequireAuthorization(AdminIdentity.Policy)
        .ExcludeFromDescription();

    private static void AddMetrics(MeterProviderBuilder metrics, bool isScraped, bool isSent)
    {
        metrics
            .AddMeter(EngineTelemetry.Name, WebMeters.Name)
            .AddInstrumentation(static services => services.GetRequiredService<StateMeters>())
            .AddInstrumentation(static services => services.GetRequiredService<WebMeters>())
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation();
        foreach (var instrument in s_unwanted)
        {
            metrics.AddView(instrument, MetricStreamConfiguration.Drop);
        }

        if (isScraped)
        {
            // The names of meters as labels of every line would double the answer and tell nothing.
            metrics.AddPrometheusExporter(static exporter => exporter.ScopeInfoEnabled = false);
        }

        if (isSent)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static void AddTraces(TracerProviderBuilder traces) => traces
        .AddSource(EngineTelemetry.Name, WebMeters.Name)
        .AddAspNetCoreInstrumentation(static requests =>
        {
            requests.Filter = TraceFilter.IsWorthASpan;
            requests.EnrichWithHttpResponse = TraceFilter.HideTokens;
            // A page confirms every frame by a call of its own.
            requests.EnableAspNetCoreSignalRSupport = false;
        })
        .AddHttpClientInstrumentation()
        .AddOtlpExporter();
}
