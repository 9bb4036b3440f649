using System.Net.Http.Json;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>
/// Posts when an anomaly begins and when it ends, each once, the beginning first. What could not be delivered is tried again, after one minute, two, four and so on
/// up to an hour, over restarts too, until it is a day old. A receiver may get a message twice when its answer is lost. Used by one caller at a time.
/// </summary>
internal sealed partial class AnomalyWebhook(ComparisonDatabase database, HttpClient http, IOptionsMonitor<DiagnosticsOptions> options, TimeProvider timeProvider, ILogger<AnomalyWebhook> logger) : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromHours(1);

    private int _failures;
    private DateTimeOffset _notBefore;

    /// <summary>A client that follows no redirect, which could lead to where the settings don't allow, and takes part in no trace, which would tell the address.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    });

    public void Dispose() => http.Dispose();

    /// <summary>Delivers what waits, as far as it works.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task DeliverAsync(CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var now = timeProvider.GetUtcNow();
        if (now < _notBefore)
        {
            return 0;
        }

        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var waiting = await context.Anomalies
            .Where(static row => row.BeginDelivery == AnomalyDelivery.Waiting || row.EndDelivery == AnomalyDelivery.Waiting)
            .OrderBy(static row => row.Number).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in waiting)
        {
            var isDelivered = await DeliverAsync(row, now, cancellationToken).ConfigureAwait(false);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            if (!isDelivered)
            {
                // The same would happen to the others.
                _notBefore = now + TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, s_firstPause.Ticks << Math.Min(_failures, 10)));
                _failures++;
                return 0;
            }
        }

        _failures = 0;
        return waiting.Count;
    });

    /// <summary>Tells what the webhook has not been told of this one; false when it could not be.</summary>
    private async Task<bool> DeliverAsync(StoredAnomaly row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row.BeginDelivery == AnomalyDelivery.Waiting)
        {
            row.BeginDelivery = await SendAsync(Anomaly.Of(row), isEnd: false, row.BeganAt, now, cancellationToken).ConfigureAwait(false);
        }

        if (row.BeginDelivery != AnomalyDelivery.Waiting && row.EndDelivery == AnomalyDelivery.Waiting)
        {
            row.EndDelivery = await SendAsync(Anomaly.Of(row), isEnd: true, row.EndedAt!.Value, now, cancellationToken).ConfigureAwait(false);
        }

        return row.BeginDelivery != AnomalyDelivery.Waiting && row.EndDelivery != AnomalyDelivery.Waiting;
    }

    private async Task<AnomalyDelivery> SendAsync(Anomaly anomaly, bool isEnd, DateTimeOffset happenedAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (options.CurrentValue.WebhookUrl is not { Length: > 0 } url)
        {
            return AnomalyDelivery.None;
        }

        var address = new Uri(url);
        if (await PostAsync(address, AnomalyMessage.Of(anomaly, isEnd), cancellationToken).ConfigureAwait(false) is not { } fault)
        {
            return AnomalyDelivery.Sent;
        }

        // Neither the address nor what an exception says of it: both may hold a secret.
        var isOld = now - happenedAt >= GiveUpAfter;
        if (isOld)
        {
            LogGivenUp(address.Host, anomaly.Number, fault);
        }
        else
        {
            LogFailed(address.Host, anomaly.Number, fault);
        }

        return isOld ? AnomalyDelivery.GivenUp : AnomalyDelivery.Waiting;
    }

    /// <summary>What went wrong, in a word; null when it was taken.</summary>
    private async Task<string?> PostAsync(Uri address, AnomalyMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(message, AnomalyJsonContext.Default.AnomalyMessage) };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"status {(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return exception.HttpRequestError.ToString();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Timeout.TotalSeconds:0} s";
        }
    }

    [LoggerMessage(1420, LogLevel.Warning, "The webhook at {Host} could not be told of anomaly {Number} ({Fault}); it is tried again")]
    private partial void LogFailed(string host, long number, string fault);

    [LoggerMessage(1421, LogLevel.Error, "The webhook at {Host} could not be told of anomaly {Number} for a day ({Fault}); it is not tried any more")]
    private partial void LogGivenUp(string host, long number, string fault);
}
