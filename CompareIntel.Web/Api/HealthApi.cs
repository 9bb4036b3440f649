using CompareIntel.Core.Administration;
using System.ComponentModel;
using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CompareIntel.Web.Api;

/// <summary>Whether the program can do its job.</summary>
internal sealed record HealthDocument
{
    [Description("`healthy`, `degraded` or `unhealthy`; the last comes with status 503.")]
    public required string Status { get; init; }

    public required string Version { get; init; }

    public required double UptimeSeconds { get; init; }

    public required int RunningComparisons { get; init; }

    [Description("`concurrent` or `sequential`: how the next comparison's lanes will run.")]
    public required string Concurrency { get; init; }

    public required IReadOnlyDictionary<string, HealthCheckDocument> Checks { get; init; }
}

/// <summary>One part that the job needs.</summary>
internal sealed record HealthCheckDocument(string Status, string? Description);

internal static class HealthApi
{
    public static string Version => ProgramRelease.Name;

    public static void Map(RouteGroupBuilder group)
    {
        Map(group, "/health", static _ => true).WithSummary("Whether the program can do its job");
        Map(group, "/health/live", static _ => false).WithSummary("Whether the program runs at all").WithDescription("For orchestrators: restart it when this fails.");
        Map(group, "/health/ready", static _ => true).WithSummary("Whether requests should be sent here").WithDescription("For orchestrators.");
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder group, string path, Func<HealthCheckRegistration, bool> predicate) => group
        .MapGet(path, (HttpContext context, CancellationToken cancellationToken) => CheckAsync(context, predicate, cancellationToken))
        .WithTags("Health")
        .Produces<HealthDocument>()
        .Produces<HealthDocument>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> CheckAsync(HttpContext context, Func<HealthCheckRegistration, bool> predicate, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(predicate, cancellationToken);
        var document = new HealthDocument
        {
            Status = WireName.Of(report.Status),
            Version = Version,
            UptimeSeconds = Math.Round(services.GetRequiredService<Uptime>().Elapsed.TotalSeconds, 3),
            RunningComparisons = services.GetRequiredService<LiveComparisons>().RunningCount,
            Concurrency = WireName.Of(services.GetRequiredService<RuntimeSwitches>().Current.IsSequential
                ? ConcurrencyMode.Sequential
                : services.GetRequiredService<IOptionsMonitor<ComparisonOptions>>().CurrentValue.Concurrency),
            Checks = report.Entries.ToDictionary(
                static entry => entry.Key,
                static entry => new HealthCheckDocument(WireName.Of(entry.Value.Status), entry.Value.Description)),
        };
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            document,
            ApiJsonContext.Default.HealthDocument,
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}

/// <summary>Time since the application was built.</summary>
internal sealed class Uptime(TimeProvider timeProvider)
{
    private readonly long _start = timeProvider.GetTimestamp();

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_start);
}
