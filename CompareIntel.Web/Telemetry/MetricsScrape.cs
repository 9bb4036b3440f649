using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace CompareIntel.Web.Telemetry;

/// <summary>Answers a scrape by Prometheus, wherever it comes in.</summary>
internal sealed class MetricsScrape(IServiceProvider services, IOptions<MetricsOptions> options)
{
    public const string Path = "/metrics";

    private readonly Lazy<RequestDelegate> _answer = new(() => Build(services));

    /// <summary>Whether it is answered on the program's own port.</summary>
    public bool IsOnOwnPort => options.Value is { Enabled: true, Port: not null };

    public bool IsEnabled => options.Value.Enabled;

    public Task AnswerAsync(HttpContext context)
    {
        // Reading the metrics must not make some.
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } own)
        {
            own.MetricsDisabled = true;
        }

        context.Response.Headers.CacheControl = "no-store";
        return _answer.Value(context);
    }

    private static RequestDelegate Build(IServiceProvider services)
    {
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(
            services.GetRequiredService<MeterProvider>(), static _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        return pipeline.Build();
    }
}
