using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Samples;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics.Anomalies;

/// <summary>
/// Holds every model's last hour against its own days before, and keeps since when it is outside and until when it was. What has begun goes on after a restart.
/// One at a time detects; any number may read.
/// </summary>
public sealed partial class AnomalyWatch(
    ComparisonDatabase database, LaneHistory history, IOptionsMonitor<DiagnosticsOptions> options, TimeProvider timeProvider, ILogger<AnomalyWatch> logger)
{
    private Dictionary<(string Provider, string Model), AnomalyBaseline> _baselines = [];
    private DateTimeOffset? _baselinesTo;

    /// <summary>Called, on any thread, when an anomaly has begun or ended. Handlers must not throw.</summary>
    public event Action? Changed;

    /// <summary>Those that last, the newest first.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task<IReadOnlyList<Anomaly>> ListOpenAsync(CancellationToken cancellationToken = default) =>
        ListAsync(static rows => rows.Where(static row => row.EndedAt == null), int.MaxValue, cancellationToken);

    /// <summary>Those that last and those that have ended, the newest first.</summary>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task<IReadOnlyList<Anomaly>> ListAsync(int limit, CancellationToken cancellationToken = default) => ListAsync(static rows => rows, limit, cancellationToken);

    /// <summary>Those that lasted at some moment between two times, the newest first.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    public Task<IReadOnlyList<Anomaly>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        ListAsync(rows => rows.Where(row => row.BeganAt < to && (row.EndedAt == null || row.EndedAt >= from)), int.MaxValue, cancellationToken);

    /// <summary>Looks at every model that was asked in the last hour, and at every anomaly that lasts.</summary>
    /// <exception cref="StorageUnavailableException">The storage can't be reached.</exception>
    internal Task DetectAsync(CancellationToken cancellationToken = default) => StorageFaults.GuardAsync(async () =>
    {
        var now = timeProvider.GetUtcNow();
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var open = await context.Anomalies.Where(static row => row.EndedAt == null).ToListAsync(cancellationToken).ConfigureAwait(false);
        var report = await history.ReadSamplesAsync(now - AnomalyRules.Recent, now.AddMilliseconds(1), TimeSpan.Zero, LaneFilter.None, cancellationToken).ConfigureAwait(false);
        var recent = report.Models.Where(static model => model.Model.Length > 0).ToDictionary(static model => (model.Provider, model.Model), static model => model.Figures);
        if (recent.Count > 0)
        {
            await ReadBaselinesAsync(context, LaneHours.HourOf(now - AnomalyRules.Recent), cancellationToken).ConfigureAwait(false);
        }

        var news = new List<StoredAnomaly>();
        foreach (var key in recent.Keys.Union(open.Select(static row => (row.Provider, row.Model))))
        {
            var figures = recent.GetValueOrDefault(key) ?? new LaneFigures();
            var baseline = _baselines.GetValueOrDefault(key) ?? AnomalyBaseline.None;
            Judge(AnomalyKind.ErrorRate, AnomalyRules.JudgeErrors(figures.Failed, figures.Judged, baseline.Failed, baseline.Judged));
            Judge(AnomalyKind.TimeToFirstToken, AnomalyRules.JudgeTtft(figures.Ttft, baseline.HourMedians));

            void Judge(AnomalyKind kind, AnomalyJudgement? judgement)
            {
                var row = open.Find(row => (row.Provider, row.Model) == key && row.Kind == kind);
                if (row is null && judgement is { IsOut: true })
                {
                    row = new StoredAnomaly { Provider = key.Provider, Model = key.Model, Kind = kind, BeganAt = now, BeginDelivery = Wanted() };
                    context.Anomalies.Add(row);
                    news.Add(row);
                }
                else if (row is not null && judgement is null or { IsBack: true })
                {
                    row!.EndedAt = now;
                    row.End = judgement is null ? AnomalyEnd.TooFewLanes : AnomalyEnd.Back;
                    row.EndDelivery = Wanted();
                    news.Add(row);
                }

                if (row is not null && judgement is not null)
                {
                    (row.Value, row.Usual, row.Limit, row.Lanes) = (judgement.Value, judgement.Usual, judgement.Limit, judgement.Lanes);
                    row.Worst = Math.Max(row.Worst, judgement.Value);
                }
            }
        }

        var changes = await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in news)
        {
            Tell(Anomaly.Of(row));
        }

        if (news.Count > 0)
        {
            Changed?.Invoke();
        }

        return changes;
    });

    private AnomalyDelivery Wanted() => string.IsNullOrEmpty(options.CurrentValue.WebhookUrl) ? AnomalyDelivery.None : AnomalyDelivery.Waiting;

    private void Tell(Anomaly anomaly)
    {
        if (anomaly.EndedAt is null)
        {
            LogBegan(anomaly.Number, anomaly.Kind, Anomaly.NameOf(anomaly.Provider, anomaly.Model), anomaly.Text(anomaly.Value), anomaly.Text(anomaly.Limit));
        }
        else
        {
            LogEnded(anomaly.Number, anomaly.Kind, Anomaly.NameOf(anomaly.Provider, anomaly.Model), anomaly.End!.Value);
        }
    }

    /// <summary>Read once an hour: until the next one there is nothing new in them.</summary>
    private async Task ReadBaselinesAsync(ComparisonDbContext context, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (_baselinesTo == to)
        {
            return;
        }

        var from = to - AnomalyRules.Baseline;
        var hours = await context.LaneHours.AsNoTracking().Where(row => row.Hour >= from && row.Hour < to).ToListAsync(cancellationToken).ConfigureAwait(false);
        _baselines = AnomalyBaseline.Of(hours);
        _baselinesTo = to;
    }

    private Task<IReadOnlyList<Anomaly>> ListAsync(Func<IQueryable<StoredAnomaly>, IQueryable<StoredAnomaly>> select, int limit, CancellationToken cancellationToken) => StorageFaults.GuardAsync<IReadOnlyList<Anomaly>>(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var rows = await select(context.Anomalies.AsNoTracking()).OrderByDescending(static row => row.Number).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Anomaly.Of)];
    });

    [LoggerMessage(1410, LogLevel.Warning, "Anomaly {Number} has begun: {Kind} of {Model} is {Value}, and up to {Limit} is in its range")]
    private partial void LogBegan(long number, AnomalyKind kind, string model, string value, string limit);

    [LoggerMessage(1411, LogLevel.Information, "Anomaly {Number} has ended: {Kind} of {Model}, {End}")]
    private partial void LogEnded(long number, AnomalyKind kind, string model, AnomalyEnd end);
}
