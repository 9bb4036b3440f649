using CompareIntel.Core.Diagnostics.Anomalies;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Diagnostics.Weekly;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics;

/// <summary>
/// Once a minute: adds samples up, looks for anomalies, tells the webhook, writes weekly reports; once an hour: removes what is old. A part that fails is tried again
/// the next time and keeps no other from its work.
/// </summary>
internal sealed partial class DiagnosticsKeeper(
    LaneHours hours,
    LaneSampleCleaning cleaning,
    AnomalyWatch anomalies,
    AnomalyWebhook webhook,
    WeeklyReportFiles weekly,
    IOptionsMonitor<DiagnosticsOptions> options,
    TimeProvider timeProvider,
    ILogger<DiagnosticsKeeper> logger) : BackgroundService
{
    private const int RoundsOfAnHour = 60;
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var round = 0; ; round = (round + 1) % RoundsOfAnHour)
            {
                await Task.Delay(s_interval, timeProvider, stoppingToken).ConfigureAwait(false);
                await RoundAsync(isFirstOfHour: round == 0, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    internal async Task RoundAsync(bool isFirstOfHour, CancellationToken cancellationToken)
    {
        await TryAsync("adding up samples", () => hours.SumAsync(long.MaxValue, cancellationToken), cancellationToken).ConfigureAwait(false);
        await TryAsync("looking for anomalies", () => anomalies.DetectAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        await TryAsync("telling the webhook", () => webhook.DeliverAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        await TryAsync("writing the weekly report", () => weekly.WriteDueAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (isFirstOfHour)
        {
            await TryAsync("removing old samples", () => cleaning.CleanAsync(options.CurrentValue.SampleDays, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(string part, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            if (_failing.Remove(part))
            {
                LogWorks(part);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, settings that were spoilt while the program runs among it: it must not end the program.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Said once and not every minute.
            if (_failing.Add(part))
            {
                LogFailed(exception, part);
            }
        }
    }

    [LoggerMessage(1440, LogLevel.Warning, "Diagnostics: {Part} failed; it is tried again every minute")]
    private partial void LogFailed(Exception exception, string part);

    [LoggerMessage(1441, LogLevel.Information, "Diagnostics: {Part} works again")]
    private partial void LogWorks(string part);
}
