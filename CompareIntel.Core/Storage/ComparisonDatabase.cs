using CompareIntel.Core.Comparisons;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CompareIntel.Core.Storage;

/// <summary>Opens the database that the settings name.</summary>
public sealed class ComparisonDatabase
{
    /// <summary>The SQLite file's name in the data directory.</summary>
    public const string FileName = "compareintel.db";

    private readonly Func<ComparisonDbContext> _create;

    public ComparisonDatabase(IOptions<StorageOptions> options, DataDirectory dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(dataDirectory);
        Provider = options.Value.Provider;
        switch (Provider)
        {
            case StorageProvider.Sqlite:
                var connectionString = options.Value.ConnectionString ?? $"Data Source={dataDirectory.PathOf(FileName)}";
                var sqlite = new DbContextOptionsBuilder<SqliteComparisonDbContext>().UseSqlite(connectionString).AddInterceptors(new SqliteConnectionSettings()).Options;
                _create = () => new SqliteComparisonDbContext(sqlite);
                break;
            case StorageProvider.Postgres:
                var postgres = new DbContextOptionsBuilder<PostgresComparisonDbContext>().UseNpgsql(options.Value.ConnectionString).Options;
                _create = () => new PostgresComparisonDbContext(postgres);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), Provider, "Unknown storage provider.");
        }
    }

    public StorageProvider Provider { get; }

    /// <summary>A new context, to be disposed. Nothing is opened before its first use.</summary>
    public ComparisonDbContext CreateContext() => _create();

    /// <summary>Makes sure that what is stored can be read now.</summary>
    /// <exception cref="StorageUnavailableException">It can't; the message says what is wrong.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var context = CreateContext();
            await using var disposal = context.ConfigureAwait(false);
            await context.Comparisons.OrderByDescending(static row => row.Number).Select(static row => row.Number).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageFaults.IsStorageFault(exception))
        {
            throw StorageFaults.ToUnavailable(exception);
        }
    }
}
