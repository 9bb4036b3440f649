using System.Data.Common;
using CompareIntel.Core;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Backups;
using CompareIntel.Core.Storage.Entities;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CompareIntel.Tests.Core.Storage;

public class DatabaseBackupsTests
{
    private readonly TrackingTimeProvider _time = new();

    [Theory]
    [EveryStorage]
    public async Task Restore_AfterMoreWasStored_BringsBackWhatWasAndKeepsWhatIs(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var backups = BackupsOf(database);
        await AddAsync(database, "before");
        var file = database.Data.PathOf("a.backup");

        // The connection that wrote is still open, as a server's is.
        await backups.BackUpAsync(file, TestContext.Current.CancellationToken);
        await AddAsync(database, "after");
        await database.CloseAsync();
        var aside = await backups.RestoreAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal(["before"], await IdsAsync(database));
        await database.CloseAsync();
        Assert.NotNull(aside);
        _time.Advance(TimeSpan.FromSeconds(1));
        await backups.RestoreAsync(aside, TestContext.Current.CancellationToken);
        Assert.Equal(["after", "before"], await IdsAsync(database));
    }

    [Theory]
    [EveryStorage]
    public async Task Restore_WhileAServerUsesIt_ChangesNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var backups = BackupsOf(database);
        var file = database.Data.PathOf("a.backup");
        await backups.BackUpAsync(file, TestContext.Current.CancellationToken);
        await AddAsync(database, "after");
        await using var server = database.Database.CreateContext();
        await server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await server.Comparisons.CountAsync(TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<BackupException>(() => backups.RestoreAsync(file, TestContext.Current.CancellationToken));

        Assert.Contains("Stop the server first", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["after"], await IdsAsync(database));
    }

    [Theory]
    [EveryStorage]
    public async Task Restore_OfWhatIsNoBackup_ChangesNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, "here");
        await database.CloseAsync();
        var file = database.Data.PathOf("a.backup");
        await File.WriteAllTextAsync(file, "no backup", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<BackupException>(() => BackupsOf(database).RestoreAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal(["here"], await IdsAsync(database));
    }

    [Fact]
    public async Task Restore_OverADamagedFile_PutsItAsideAsItIs()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await AddAsync(database, "before");
        var backups = BackupsOf(database);
        var file = database.Data.PathOf("a.backup");
        await backups.BackUpAsync(file, TestContext.Current.CancellationToken);
        await database.CloseAsync();
        await File.WriteAllTextAsync(database.SqliteFile, "damaged", TestContext.Current.CancellationToken);

        var aside = await backups.RestoreAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal("damaged", await File.ReadAllTextAsync(aside!, TestContext.Current.CancellationToken));
        Assert.Equal(["before"], await IdsAsync(database));
    }

    [Fact]
    public async Task BackUp_OverAFile_OverwritesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var file = database.Data.PathOf("a.backup");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<BackupException>(() => BackupsOf(database).BackUpAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task BackUp_OnUnix_IsForItsOwnerAlone()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var file = database.Data.PathOf("a.backup");

        await BackupsOf(database).BackUpAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
    }

    [Theory]
    [EveryStorage]
    public async Task Start_WithAMigrationPending_BacksUpFirst(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, "before");
        var last = await database.UndoLastMigrationAsync();
        await database.CloseAsync();

        await StartAsync(database);

        Assert.Empty((await BackupsOf(database).ReadFormAsync(TestContext.Current.CancellationToken)).Pending);
        var backup = Assert.Single(Directory.GetFiles(database.Data.PathOf(DatabaseBackups.FolderName)));
        Assert.Contains($"-before-{last}", backup, StringComparison.Ordinal);
        await database.CloseAsync();
        await BackupsOf(database).RestoreAsync(backup, TestContext.Current.CancellationToken);
        Assert.Equal([last], (await BackupsOf(database).ReadFormAsync(TestContext.Current.CancellationToken)).Pending);
        Assert.Equal(["before"], await IdsAsync(database));
    }

    [Fact]
    public async Task Start_ManyTimesWithAMigrationPending_KeepsTheNewestFiveBackups()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await BackupsOf(database).BackUpAsync(database.Data.PathOf("mine.db"), TestContext.Current.CancellationToken);
        var names = new List<string>();
        for (var start = 0; start < DatabaseBackups.MostKept + 2; start++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            names.Add(Path.GetFileName(await BackupsOf(database).BackUpBeforeAsync("1_Next", TestContext.Current.CancellationToken)));
        }

        Assert.Equal(names[2..], Directory.GetFiles(database.Data.PathOf(DatabaseBackups.FolderName)).Select(Path.GetFileName).Order());
        Assert.True(File.Exists(database.Data.PathOf("mine.db")));
    }

    [Theory]
    [EveryStorage]
    public async Task Start_OnAnEmptyDatabase_MakesNoBackup(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);

        await StartAsync(database);

        Assert.Empty(await IdsAsync(database));
        Assert.False(Directory.Exists(database.Data.PathOf(DatabaseBackups.FolderName)));
    }

    [Theory]
    [EveryStorage]
    public async Task Start_OnADatabaseOfANewerRelease_LeavesItAlone(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddUnknownMigrationAsync();

        var exception = await Assert.ThrowsAsync<DatabaseTooNewException>(() => StartAsync(database));

        Assert.Contains(TestDatabase.UnknownMigration, exception.Message, StringComparison.Ordinal);
        Assert.Contains("database restore", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadForm_NoDatabaseOnTheServer_IsEmpty()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Postgres);
        await database.DropAsync();

        var form = await BackupsOf(database).ReadFormAsync(TestContext.Current.CancellationToken);

        Assert.True(form.IsEmpty);
        Assert.NotEmpty(form.Pending);
    }

    [Theory]
    [InlineData(StorageProvider.Postgres, "Host=127.0.0.1;Port=1;Database=a;Username=a")]
    // A folder is there and is no file that can be opened.
    [InlineData(StorageProvider.Sqlite, "Data Source=/")]
    public async Task ReadForm_OfADatabaseThatCantBeReached_IsNotTakenForEmpty(StorageProvider provider, string connectionString)
    {
        using var data = new TemporaryFolder();

        await Assert.ThrowsAnyAsync<DbException>(() => BackupsOf(provider, connectionString, data).ReadFormAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadForm_OnAServerThatDoesNotLetItIn_IsNotTakenForEmpty()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Postgres);
        var barred = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "nobody_of_this_name" }.ConnectionString;

        await Assert.ThrowsAsync<PostgresException>(() => BackupsOf(StorageProvider.Postgres, barred, database.Data).ReadFormAsync(TestContext.Current.CancellationToken));
    }

    private static async Task AddAsync(TestDatabase database, string id)
    {
        await using var context = database.Database.CreateContext();
        var now = TimeProvider.System.GetUtcNow();
        context.Comparisons.Add(new StoredComparison { Id = id, ConversationId = id, Prompt = id, Title = id, State = ComparisonState.Completed, CreatedAt = now, EndedAt = now });
        await context.SaveChangesAsync();
    }

    private static async Task<string[]> IdsAsync(TestDatabase database)
    {
        await using var context = database.Database.CreateContext();
        return await context.Comparisons.Select(static row => row.Id).Order().ToArrayAsync();
    }

    private DatabaseBackups BackupsOf(TestDatabase database) => new(database.Database, DataDirectory.Open(database.Data.Path), _time);

    private DatabaseBackups BackupsOf(StorageProvider provider, string connectionString, TemporaryFolder data)
    {
        var folder = DataDirectory.Open(data.Path);
        return new(new ComparisonDatabase(Options.Create(new StorageOptions { Provider = provider, ConnectionString = connectionString }), folder), folder, _time);
    }

    private Task StartAsync(TestDatabase database) =>
        new DatabaseMigrator(BackupsOf(database), Options.Create(new StorageOptions()), NullLogger<DatabaseMigrator>.Instance).StartingAsync(CancellationToken.None);
}
