using CompareIntel.Core;
using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CompareIntel.Tests.Support;

/// <summary>A real database of the test's own, gone afterwards: a SQLite file, or a database on the PostgreSQL server that test.sh starts.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Where the PostgreSQL server's address stands.</summary>
    public const string PostgresVariable = "COMPAREINTEL_TEST_POSTGRES";

    /// <summary>A migration that no release has.</summary>
    public const string UnknownMigration = "29991231235959_FromTheFuture";

    private readonly string? _postgresName;

    private TestDatabase(StorageProvider provider, string? connectionString, string? postgresName)
    {
        Provider = provider;
        ConnectionString = connectionString;
        _postgresName = postgresName;
        Database = Open();
    }

    public StorageProvider Provider { get; }

    /// <summary>Null for SQLite, whose file stands in <see cref="Data"/>.</summary>
    public string? ConnectionString { get; }

    /// <summary>The data directory of a program that uses this database.</summary>
    public TemporaryFolder Data { get; } = new();

    public ComparisonDatabase Database { get; }

    public string SqliteFile => Data.PathOf(ComparisonDatabase.FileName);

    /// <summary>What makes the program use it.</summary>
    public string[] Settings => ConnectionString is null ? [] : [$"--Storage:Provider={Provider}", $"--Storage:ConnectionString={ConnectionString}"];

    /// <summary>A database without tables.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(StorageProvider provider)
    {
        if (provider == StorageProvider.Sqlite)
        {
            return new TestDatabase(provider, null, null);
        }

        var server = ServerAddress();
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return new TestDatabase(provider, new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString, name);
    }

    /// <summary>A database with its tables.</summary>
    public static async Task<TestDatabase> CreateAsync(StorageProvider provider)
    {
        var database = await CreateEmptyAsync(provider);
        await using var context = database.Database.CreateContext();
        await context.Database.MigrateAsync();
        return database;
    }

    /// <summary>Opens the same database again, as a program that starts does.</summary>
    public ComparisonDatabase Open() =>
        new(Options.Create(new StorageOptions { Provider = Provider, ConnectionString = ConnectionString }), DataDirectory.Open(Data.Path));

    /// <summary>Makes it one that the release before had made.</summary>
    /// <returns>The migration that is pending now.</returns>
    public async Task<string> UndoLastMigrationAsync()
    {
        await using var context = Database.CreateContext();
        string[] known = [.. context.Database.GetMigrations()];
        await context.GetService<IMigrator>().MigrateAsync(known[^2]);
        return known[^1];
    }

    /// <summary>Makes it one that a newer release has changed.</summary>
    public async Task AddUnknownMigrationAsync()
    {
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ({UnknownMigration}, '99')");
    }

    /// <summary>Closes the connections that are kept for later, as the end of a program does.</summary>
    public async Task CloseAsync()
    {
        await using var context = Database.CreateContext();
        if (context.Database.GetDbConnection() is Microsoft.Data.Sqlite.SqliteConnection sqlite)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool(sqlite);
        }
        else
        {
            NpgsqlConnection.ClearPool((NpgsqlConnection)context.Database.GetDbConnection());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (_postgresName is not null)
        {
            await DropAsync();
        }

        Data.Dispose();
    }

    /// <summary>Takes a PostgreSQL database away from whoever uses it.</summary>
    public Task DropAsync() => ExecuteAsync(ServerAddress(), $"DROP DATABASE IF EXISTS {_postgresName} WITH (FORCE)");

    private static string ServerAddress() =>
        Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException($"{PostgresVariable} is not set. Run the tests with ./test.sh, which starts a PostgreSQL server for them, or set it to the connection string of one that may be filled with databases.");

    private static async Task ExecuteAsync(string connectionString, string command)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var statement = source.CreateCommand(command);
        await statement.ExecuteNonQueryAsync();
    }
}
