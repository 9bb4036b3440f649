using System.Data.Common;
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
                var deleted = await purge.PurgeDeletedAsync(stoppingToken).ConfigureAwait(false);
                var expired = options.CurrentValue.RetentionDays is { } days ? await purge.PurgeExpiredAsync(days, stoppingToken).ConfigureAwait(false) : [];
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
            catch (Exception exception) when (exception is DbException or InvalidOperationException { InnerException: DbException })
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
