using CompareIntel.Core.Storage.Backups;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Storage;

/// <summary>
/// Creates the database, or brings it to the newest form, before anything else of the process uses it. One that holds something is backed up first. One that a
/// newer release has changed is left alone: nobody has tried what this release would do to it.
/// </summary>
internal sealed partial class DatabaseMigrator(DatabaseBackups backups, IOptions<StorageOptions> options, ILogger<DatabaseMigrator> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var form = await backups.ReadFormAsync(cancellationToken).ConfigureAwait(false);
            if (form.Unknown.Count > 0)
            {
                throw new DatabaseTooNewException($"The database was changed by a newer release of the program ({string.Join(", ", form.Unknown)}). Start that one, or restore a backup that was made before it with \"database restore FILE\".");
            }

            if (form.Pending.Count > 0)
            {
                if (!form.IsEmpty && options.Value.BackupBeforeMigration)
                {
                    LogBackedUp(logger, await backups.BackUpBeforeAsync(form.Pending[0], cancellationToken).ConfigureAwait(false));
                }

                await backups.MigrateAsync(cancellationToken).ConfigureAwait(false);
                if (!form.IsEmpty)
                {
                    LogMigrated(logger, string.Join(", ", form.Pending));
                }
            }
        }
        catch (BackupException exception)
        {
            throw new IOException($"The database could not be backed up before its migration, and is unchanged. {exception.Message} With a backup of your own, {StorageOptions.SectionName}:{nameof(StorageOptions.BackupBeforeMigration)}=false does without.", exception);
        }
        catch (Exception exception) when (exception is not DatabaseTooNewException && StorageFaults.IsStorageFault(exception))
        {
            // The inner message names host, port or file, and no password.
            throw new IOException($"{StorageFaults.Describe(exception)} {exception.GetBaseException().Message} Check {StorageOptions.SectionName}:{nameof(StorageOptions.ConnectionString)}, or the disk.", exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1340, LogLevel.Information, "The database was backed up before its migration, to {File}")]
    private static partial void LogBackedUp(ILogger logger, string file);

    [LoggerMessage(1332, LogLevel.Information, "The database has had these migrations: {Migrations}")]
    private static partial void LogMigrated(ILogger logger, string migrations);
}
