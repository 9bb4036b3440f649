using System.Text.Json.Serialization;
using CompareIntel.Core.Administration;
using CompareIntel.Core.Catalog;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>
/// Once, after the upgrade to the release that began to keep samples: makes them for the lanes of comparisons that were stored before, the newest first, in the
/// background. It goes on where it was after a restart. Their release is not known, and their provider is the one that their model leads to now.
/// </summary>
internal sealed partial class LaneSampleBackfill(
    ComparisonDatabase database,
    StoredSettings settings,
    ModelResolver resolve,
    IOptionsMonitor<DiagnosticsOptions> options,
    TimeProvider timeProvider,
    ILogger<LaneSampleBackfill> logger) : BackgroundService
{
    public const string SettingName = "lane-sample-backfill";

    private const int BatchSize = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_retryPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _providers = new(StringComparer.Ordinal);

    /// <summary>Notes what there is to do before anything new is stored.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await settings.FindAsync(SettingName, BackfillJsonContext.Default.BackfillState, cancellationToken).ConfigureAwait(false) is null)
        {
            var context = database.CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            var last = await context.Comparisons.MaxAsync(static row => (long?)row.Number, cancellationToken).ConfigureAwait(false);
            await SaveAsync(last ?? 0, cancellationToken).ConfigureAwait(false);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // StartAsync must not wait for this, and the first step is synchronous in SQLite.
        await Task.Yield();
        var made = 0;
        while (true)
        {
            try
            {
                if (await StepAsync(stoppingToken).ConfigureAwait(false) is not { } count)
                {
                    break;
                }

                made += count;
                await Task.Delay(s_pause, timeProvider, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is StorageUnavailableException || StorageFaults.IsStorageFault(exception))
            {
                LogFailed(exception);
                if (!await DelayAsync(s_retryPause, stoppingToken).ConfigureAwait(false))
                {
                    return;
                }
            }
        }

        if (made > 0)
        {
            LogDone(made);
        }
    }

    /// <summary>Makes the samples of some comparisons; how many, or null when there are none left.</summary>
    internal async Task<int?> StepAsync(CancellationToken cancellationToken)
    {
        var state = await settings.FindAsync(SettingName, BackfillJsonContext.Default.BackfillState, cancellationToken).ConfigureAwait(false);
        if (state is not { Left: > 0 and var left })
        {
            return null;
        }

        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var oldest = timeProvider.GetUtcNow() - TimeSpan.FromDays(options.CurrentValue.SampleDays);
        var batch = await context.Comparisons
            .Where(row => row.Number <= left && row.CreatedAt >= oldest && row.State != ComparisonState.Running)
            .OrderByDescending(static row => row.Number)
            .Take(BatchSize)
            .Select(static row => new { row.Number, row.Id, row.CreatedAt })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var samples = new List<StoredLaneSample>();
        foreach (var row in batch)
        {
            samples.AddRange(await ReadAsync(context, row.Number, row.Id, row.CreatedAt, cancellationToken).ConfigureAwait(false));
        }

        // Some may be there: those of a comparison that went on or was ended under this release, and those of a step whose end was not noted.
        var ids = batch.ConvertAll(static row => row.Id);
        var there = await context.LaneSamples.Where(sample => ids.Contains(sample.ComparisonId)).Select(static sample => new { sample.ComparisonId, sample.Lane })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        samples.RemoveAll(sample => there.Contains(new { sample.ComparisonId, sample.Lane }));
        context.LaneSamples.AddRange(samples);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await SaveAsync(batch.Count < BatchSize ? 0 : batch[^1].Number - 1, cancellationToken).ConfigureAwait(false);
        return samples.Count;
    }

    private async Task<List<StoredLaneSample>> ReadAsync(ComparisonDbContext context, long number, string id, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var models = new Dictionary<int, string>();
        var samples = new List<StoredLaneSample>();
        try
        {
            await foreach (var segment in context.Segments.AsNoTracking().Where(segment => segment.ComparisonNumber == number).OrderBy(static segment => segment.FirstSequence)
                .AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                foreach (var item in EventCodec.Decode(segment.Data, segment.FirstSequence))
                {
                    if (item is LaneCreated created)
                    {
                        models[created.Lane] = created.Model;
                    }
                    else if (item is LaneEnded ended && models.TryGetValue(ended.Lane, out var model))
                    {
                        var noted = ended.Metrics.Provider is null ? ended with { Metrics = ended.Metrics with { Provider = await ProviderOfAsync(model, cancellationToken).ConfigureAwait(false) } } : ended;
                        noted.Elapsed = ended.Elapsed;
                        samples.Add(LaneSampleRows.Of(id, createdAt, model, noted, null, ""));
                    }
                }
            }
        }
        catch (InvalidDataException exception)
        {
            LogDamaged(exception, number);
        }

        return samples;
    }

    private async Task<string> ProviderOfAsync(string model, CancellationToken cancellationToken)
    {
        if (!_providers.TryGetValue(model, out var provider))
        {
            provider = (await resolve(model, cancellationToken).ConfigureAwait(false))?.Provider.Name ?? "";
            _providers[model] = provider;
        }

        return provider;
    }

    private Task SaveAsync(long left, CancellationToken cancellationToken) =>
        settings.SetAsync(SettingName, new BackfillState(left), BackfillJsonContext.Default.BackfillState, cancellationToken);

    private async Task<bool> DelayAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1400, LogLevel.Information, "Samples of {Count} lanes that ended under earlier releases were made")]
    private partial void LogDone(int count);

    [LoggerMessage(1401, LogLevel.Warning, "Samples of earlier lanes could not be made; it is tried again in a minute")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(1402, LogLevel.Warning, "The stored comparison number {Number} is damaged and gives no samples")]
    private partial void LogDamaged(Exception exception, long number);
}

/// <summary>How far it has come.</summary>
/// <param name="Left">The highest number of a comparison that is still to be looked at; 0 when none is.</param>
internal sealed record BackfillState(long Left);

[JsonSerializable(typeof(BackfillState))]
internal sealed partial class BackfillJsonContext : JsonSerializerContext;
