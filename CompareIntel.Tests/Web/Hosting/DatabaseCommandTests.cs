using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Backups;
using CompareIntel.Tests.Support;
using CompareIntel.Web;
using CompareIntel.Web.Hosting;

namespace CompareIntel.Tests.Web.Hosting;

public class DatabaseCommandTests
{
    [Theory]
    [EveryStorage]
    public async Task Commands_InTheOrderOfAnUpgradeAndItsWayBack_SayWhatTheyDid(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var last = await database.UndoLastMigrationAsync();
        await database.CloseAsync();
        var file = database.Data.PathOf("before.backup");

        var (_, status, _) = await RunAsync(database, "status");
        Assert.Contains($"pending {last}", status, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", status, StringComparison.OrdinalIgnoreCase);

        var (code, migrated, error) = await RunAsync(database, "migrate", file);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"Backed up to {file}", migrated, StringComparison.Ordinal);
        Assert.Contains($"applied {last}", migrated, StringComparison.Ordinal);
        Assert.EndsWith("It is up to date.\n", (await RunAsync(database, "status")).Output, StringComparison.Ordinal);
        Assert.Contains("Nothing is pending", (await RunAsync(database, "migrate")).Output, StringComparison.Ordinal);

        await database.AddUnknownMigrationAsync();
        Assert.Contains($"unknown {TestDatabase.UnknownMigration}", (await RunAsync(database, "status")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(database, "migrate")).Code);
        await database.CloseAsync();

        var (restored, said, fault) = await RunAsync(database, "restore", file);
        Assert.Equal((0, ""), (restored, fault));
        Assert.Contains("is kept in", said, StringComparison.Ordinal);
        Assert.Contains($"pending {last}", (await RunAsync(database, "status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NoDatabase_SaysSoAndMakesNone()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);

        var (code, output, _) = await RunAsync(database, "status");

        Assert.Equal(0, code);
        Assert.Contains("There is nothing in it yet", output, StringComparison.Ordinal);
        Assert.False(File.Exists(database.SqliteFile));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("migrate")]
    public async Task Run_ServerThatCantBeReached_SaysSoAndEndsWith1(string command)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);

        var (code, output, error) = await RunAsync(database, "--Storage:Provider=Postgres", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Database=a;Username=a", command);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("127.0.0.1:1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_NoDatabase_SaysSo()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);

        var (code, output, error) = await RunAsync(database, "backup", database.Data.PathOf("a.backup"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("There is no", error, StringComparison.Ordinal);
        Assert.False(File.Exists(database.SqliteFile));
    }

    [Theory]
    [InlineData]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("status", "now")]
    [InlineData("status", "--now")]
    public async Task Run_CommandLineThatIsWrong_SaysWhatThereIsAndEndsWith2(params string[] arguments)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);

        var (code, output, error) = await RunAsync(database, arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("Usage", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnADatabaseOfANewerRelease_SaysSoInOneLine()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await database.AddUnknownMigrationAsync();
        await using var server = ServerProcess.Start([$"--DataDirectory={database.Data.Path}", "--urls=http://127.0.0.1:0"]);

        Assert.Equal(1, await server.ExitAsync());

        Assert.Contains(TestDatabase.UnknownMigration, Assert.Single(server.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PostgresWithoutItsPrograms_MigratesOnlyIfToldToDoWithoutABackup()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Postgres);
        var last = await database.UndoLastMigrationAsync();
        await database.CloseAsync();
        string[] settings = [$"--DataDirectory={database.Data.Path}", "--urls=http://127.0.0.1:0", .. database.Settings];
        var noPrograms = new Dictionary<string, string> { ["PATH"] = database.Data.Path };

        await using (var refused = ServerProcess.Start(settings, noPrograms))
        {
            Assert.Equal(1, await refused.ExitAsync());
            Assert.Contains("is unchanged. pg_dump is missing", refused.Output, StringComparison.Ordinal);
            Assert.Contains("Storage:BackupBeforeMigration=false", refused.Output, StringComparison.Ordinal);
        }

        Assert.Contains($"pending {last}", (await RunAsync(database, "status")).Output, StringComparison.Ordinal);
        await using var server = ServerProcess.Start([.. settings, "--Storage:BackupBeforeMigration=false"], noPrograms);
        await server.ReadyAsync();
        Assert.Contains("It is up to date", (await RunAsync(database, "status")).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(database.Data.PathOf(DatabaseBackups.FolderName)));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestDatabase database, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await DatabaseCommand.RunAsync([$"--DataDirectory={database.Data.Path}", .. database.Settings, .. arguments], static settings => Program.Create(settings), output, error);
        await database.CloseAsync();
        return (code, output.ToString(), error.ToString());
    }
}
