using CompareIntel.Core;
using CompareIntel.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CompareIntel.Benchmarks.Storage;

/// <summary>A database of a measurement's own, with its tables, in a temporary folder or on a PostgreSQL server; gone afterwards.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string? _server;
    private readonly string? _name;

    private BenchmarkDatabase(string folder, string? server, string? name)
    {
        _folder = folder;
        _server = server;
        _name = name;
        ConnectionString = server is null
            ? $"Data Source={Path.Combine(folder, ComparisonDatabase.FileName)}"
            : new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        var options = new StorageOptions { Provider = server is null ? StorageProvider.Sqlite : StorageProvider.Postgres, ConnectionString = ConnectionString };
        Database = new ComparisonDatabase(Options.Create(options), DataDirectory.Open(folder));
    }

    public string Name => _server is null ? "SQLite" : "PostgreSQL";

    public string ConnectionString { get; }

    public ComparisonDatabase Database { get; }

    /// <summary>A SQLite database, and one on <paramref name="server"/> where that is a connection string.</summary>
    public static IEnumerable<Func<Task<BenchmarkDatabase>>> All(string? server) =>
        server is null ? [() => CreateAsync(null)] : [() => CreateAsync(null), () => CreateAsync(server)];

    /// <summary>Bytes that it takes on the disk, once what waits in its journal has been moved to its place.</summary>
    public async Task<long> SizeAsync()
    {
        await using var context = Database.CreateContext();
        if (_server is null)
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            return Directory.EnumerateFiles(_folder).Sum(static file => new FileInfo(file).Length);
        }

        return await context.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync();
    }

    /// <summary>Has PostgreSQL count what is in its tables, which it does by itself a minute after they have changed much. SQLite is asked for nothing that the product doesn't ask for.</summary>
    public async Task AnalyzeAsync()
    {
        if (_server is not null)
        {
            await using var context = Database.CreateContext();
            await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
        {
            SqliteConnection.ClearAllPools();
        }
        else
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<BenchmarkDatabase> CreateAsync(string? server)
    {
        string? name = null;
        if (server is not null)
        {
            name = $"benchmark_{Guid.NewGuid():N}";
            await ExecuteAsync(server, $"CREATE DATABASE {name}");
        }

        var database = new BenchmarkDatabase(Directory.CreateTempSubdirectory("compareintel-benchmark-").FullName, server, name);
        await using var context = database.Database.CreateContext();
        await context.Database.MigrateAsync();
        return database;
    }

    private static async Task ExecuteAsync(string connectionString, string command)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var statement = source.CreateCommand(command);
            await statement.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException)
        {
            throw new BenchmarkException($"--postgres takes the connection string of a server on which databases may be made: {exception.Message}");
        }
    }
}
