using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CompareIntel.Web.Hosting;

/// <summary>Whether comparisons can be stored and read. Why not, in detail, stays in the log: anyone may ask for health.</summary>
internal sealed partial class StorageHealthCheck(ComparisonDatabase database, StorageHealth storage, ILogger<StorageHealthCheck> logger) : IHealthCheck
{
    public const string Name = "storage";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (storage.Trouble is { } trouble)
        {
            return HealthCheckResult.Unhealthy(trouble.Message);
        }

        try
        {
            await database.ProbeAsync(cancellationToken).WaitAsync(s_limit, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is StorageUnavailableException or TimeoutException)
        {
            LogUnusable(logger, exception);
            return HealthCheckResult.Unhealthy("The storage can't be read.");
        }
    }

    [LoggerMessage(3002, LogLevel.Error, "The storage can't be read")]
    private static partial void LogUnusable(ILogger logger, Exception exception);
}
