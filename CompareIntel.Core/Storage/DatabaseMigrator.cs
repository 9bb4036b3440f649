using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace CompareIntel.Core.Storage;

/// <summary>Creates the database, or brings it to the newest form, before anything else of the process uses it.</summary>
internal sealed class DatabaseMigrator(ComparisonDatabase database) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        try
        {
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
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
}
