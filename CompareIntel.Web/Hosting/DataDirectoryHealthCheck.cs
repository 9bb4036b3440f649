using CompareIntel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CompareIntel.Web.Hosting;

/// <summary>Whether the data directory can be written. The path stays in the log: anyone may ask for health.</summary>
internal sealed partial class DataDirectoryHealthCheck(DataDirectory dataDirectory, ILogger<DataDirectoryHealthCheck> logger) : IHealthCheck
{
    public const string Name = "data_directory";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            dataDirectory.Probe();
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, exception, dataDirectory.Path);
            return Task.FromResult(HealthCheckResult.Unhealthy("The data directory can't be written."));
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "The data directory {Path} can't be written")]
    private static partial void LogUnwritable(ILogger logger, Exception exception, string path);
}
