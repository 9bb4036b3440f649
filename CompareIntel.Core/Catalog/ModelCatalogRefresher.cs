using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Catalog;

/// <summary>Fills the catalogue at start and keeps it fresh; unreachable providers are asked more often.</summary>
internal sealed partial class ModelCatalogRefresher(
    ModelCatalog catalog, IOptionsMonitor<ModelCatalogOptions> options, TimeProvider timeProvider, ILogger<ModelCatalogRefresher> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await catalog.RefreshDueAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(UntilNextAttempt(), timeProvider, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Someone who listens to the catalogue threw. A list that is a little old is no reason to end the host.
                Log.RefreshFailed(logger, exception);
                await Task.Delay(s_afterFault, timeProvider, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan UntilNextAttempt()
    {
        var next = catalog.Current.Providers.Min(static provider => provider.NextAttempt);
        var left = next - timeProvider.GetUtcNow() ?? options.CurrentValue.RefreshInterval;

        // Timers count in whole milliseconds and would cut off the rest: it would not be due yet.
        return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
    }
}
