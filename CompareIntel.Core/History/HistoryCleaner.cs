using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.History;

/// <summary>Purges a minute after the start and then every hour.</summary>
internal sealed partial class HistoryCleaner(
    HistoryPurge purge,
    LiveComparisons comparisons,
    IOptionsMonitor<StorageOptions> options,
    TimeProvider timeProvider,
    ILogger<HistoryCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = s_first; ; pause = s_interval)
        {
            try
            {
                await Task.Delay(pause, timeProvider, stoppingToken).ConfigureAwait(false);
                // Read first: a setting that was spoilt while the program runs must not leave half of the work done.
                var retention = options.CurrentValue.RetentionDays;
                var deleted = await purge.PurgeDeletedAsync(stoppingToken).ConfigureAwait(false);
                var expired = retention is { } days ? await purge.PurgeExpiredAsync(days, stoppingToken).ConfigureAwait(false) : [];
                foreach (var id in deleted.Concat(expired))
                {
                    comparisons.Forget(id);
                }

                if (deleted.Count + expired.Count > 0)
                {
                    LogPurged(deleted.Count, expired.Count);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, settings that were spoilt while the program runs among it: it must not end the program.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Purged {Deleted} deleted comparisons and {Expired} that are older than they are kept")]
    private partial void LogPurged(int deleted, int expired);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old comparisons could not be purged; it is tried again in an hour")]
    private partial void LogFailed(Exception exception);
}
