using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Administration;

/// <summary>Settings that administrators change while the program runs. Every method throws <see cref="StorageUnavailableException"/> when the storage can't be reached.</summary>
public sealed class StoredSettings(ComparisonDatabase database)
{
    /// <summary>What was set; null when nothing was.</summary>
    public Task<T?> FindAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
        where T : class => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        var row = await context.Settings.AsNoTracking().FirstOrDefaultAsync(row => row.Name == name, cancellationToken).ConfigureAwait(false);
        return row is null ? null : JsonSerializer.Deserialize(row.Value, type);
    });

    /// <summary>Sets it, or with null takes back what was set.</summary>
    public Task SetAsync<T>(string name, T? value, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
        where T : class => StorageFaults.GuardAsync(async () =>
    {
        var context = database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        await context.Settings.Where(row => row.Name == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        if (value is not null)
        {
            context.Settings.Add(new StoredSetting { Name = name, Value = JsonSerializer.Serialize(value, type) });
        }

        return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    });
}
