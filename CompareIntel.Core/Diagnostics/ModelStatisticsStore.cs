using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompareIntel.Core.Diagnostics;

/// <summary>
/// Keeps <see cref="ModelStatistics"/> across restarts: read before the first request, written a few seconds after a change and at the end.
/// </summary>
internal sealed partial class ModelStatisticsStore(
    ModelStatistics statistics,
    DataDirectory dataDirectory,
    TimeProvider timeProvider,
    ILogger<ModelStatisticsStore> logger) : BackgroundService
{
    public const string FileName = "model-statistics.json";
    public const string CorruptFileName = "model-statistics.corrupt.json";

    /// <summary>A crash loses the counts of at most this long.</summary>
    public static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private readonly string _path = dataDirectory.PathOf(FileName);
    private long _savedVersion = statistics.Version;

    // What could not be read must not be written over.
    private bool _mayWrite = true;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RestoreAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await SaveIfChangedAsync().ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SaveInterval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await SaveIfChangedAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; StopAsync saves what is left.
        }
    }

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stream = File.OpenRead(_path);
            await using (stream.ConfigureAwait(false))
            {
                var file = await JsonSerializer.DeserializeAsync(stream, ModelStatisticsJsonContext.Default.ModelStatisticsFile, cancellationToken).ConfigureAwait(false);
                if (file is not { Format: ModelStatisticsFile.CurrentFormat } || file.Models.Values.Any(static statistic => statistic is null))
                {
                    throw new JsonException($"It is not what format {ModelStatisticsFile.CurrentFormat} says.");
                }

                statistics.Restore(file.Models);
            }
        }
        catch (FileNotFoundException)
        {
            // The first start.
        }
        catch (JsonException exception)
        {
            var aside = dataDirectory.PathOf(CorruptFileName);
            try
            {
                File.Move(_path, aside, overwrite: true);
                Log.Corrupt(logger, exception, _path, aside);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _mayWrite = false;
                Log.Unreadable(logger, fault, _path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _mayWrite = false;
            Log.Unreadable(logger, exception, _path);
        }
    }

    /// <summary>Written whole beside the old file, then renamed over it: a crash leaves one or the other.</summary>
    private async Task SaveIfChangedAsync()
    {
        var version = statistics.Version;
        if (version == _savedVersion || !_mayWrite)
        {
            return;
        }

        try
        {
            var temporary = _path + ".tmp";
            var stream = File.Create(temporary);
            await using (stream.ConfigureAwait(false))
            {
                var file = new ModelStatisticsFile(ModelStatisticsFile.CurrentFormat, statistics.Snapshot());
                await JsonSerializer.SerializeAsync(stream, file, ModelStatisticsJsonContext.Default.ModelStatisticsFile).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
            _savedVersion = version;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Unwritable(logger, exception, _path);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Warning, "{Path} can't be understood. It is kept as {Aside}, and counting starts anew")]
        public static partial void Corrupt(ILogger logger, Exception exception, string path, string aside);

        [LoggerMessage(1101, LogLevel.Warning, "{Path} can't be read. Counting starts anew and is not kept until the file can be read at a start")]
        public static partial void Unreadable(ILogger logger, Exception exception, string path);

        [LoggerMessage(1102, LogLevel.Warning, "{Path} can't be written; it is tried again in a few seconds")]
        public static partial void Unwritable(ILogger logger, Exception exception, string path);
    }
}
