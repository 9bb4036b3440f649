using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompareIntel.Core;
using CompareIntel.Core.Storage;
using CompareIntel.Core.Storage.Backups;
using CompareIntel.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CompareIntel.Tests.Deploy;

/// <summary>The scripts of <c>deploy/</c> with a real published build, in a folder of the test's own, as the user who runs the tests.</summary>
public sealed class DeployScriptTests : IClassFixture<PublishedProgram>, IAsyncLifetime
{
    private readonly PublishedProgram _published;
    private readonly TemporaryFolder _prefix = new();
    private readonly HttpClient _client;
    private readonly string _address = ServerProcess.FreeAddress();
    private TestDatabase _database = null!;

    public DeployScriptTests(PublishedProgram published)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for Linux.");
        _published = published;
        _client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_address), Timeout = AsyncAssert.Timeout };
    }

    private string Backups => _database.Data.PathOf(DatabaseBackups.FolderName);

    private string App => _prefix.PathOf("opt/compareintel");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        // The settings that are there already are kept.
        Directory.CreateDirectory(_prefix.PathOf("etc/compareintel"));
        await File.WriteAllTextAsync(
            _prefix.PathOf("etc/compareintel/compareintel.env"),
            $"""
            # Port and folder of the test.
            ASPNETCORE_URLS={_address}
            DataDirectory="{_database.Data.Path}"
            Comparisons__ShutdownGrace=00:00:01
            Providers__simulated__Kind=Simulated
            Providers__simulated__Speed=50
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(App))
        {
            await RunAsync("service", "stop");
        }

        _client.Dispose();
        await _database.DisposeAsync();
        _prefix.Dispose();
    }

    [Fact]
    public async Task Upgrade_ThenRollback_KeepsEverythingAndRestoresOnlyWhatAMigrationChanged()
    {
        var installed = await SucceedAsync("install", _published.Folder);
        Assert.Contains("systemd is not used here", installed, StringComparison.Ordinal);
        Assert.Contains("Healthy after", installed, StringComparison.Ordinal);
        Assert.Contains($"ReadWritePaths=\"{_database.Data.Path}\"", await File.ReadAllLinesAsync(_prefix.PathOf("etc/systemd/system/compareintel.service"), TestContext.Current.CancellationToken));
        var first = await CompareAsync();

        var upgraded = await SucceedAsync("upgrade", _published.Folder);
        Assert.Contains("needs no migration", upgraded, StringComparison.Ordinal);
        Assert.Contains("UPGRADED from release 1 to release 2", upgraded, StringComparison.Ordinal);
        Assert.Equal("releases/2", LinkOf("current"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(first));

        var back = await SucceedAsync("rollback");
        Assert.Contains("the database stays as it is", back, StringComparison.Ordinal);
        Assert.Contains("ROLLED BACK from release 2 to release 1", back, StringComparison.Ordinal);
        Assert.Equal("releases/1", LinkOf("current"));

        // As if the releases so far had not known the last migration.
        await SucceedAsync("service", "stop");
        var migration = await _database.UndoLastMigrationAsync();
        await _database.CloseAsync();
        var migrated = await SucceedAsync("upgrade", _published.Folder);
        var backup = Path.Combine(Backups, "before-release-3.backup");
        Assert.Contains($"Backed up to {backup}", migrated, StringComparison.Ordinal);
        Assert.Contains($"applied {migration}", migrated, StringComparison.Ordinal);
        Assert.Contains("UPGRADED from release 1 to release 3", migrated, StringComparison.Ordinal);
        var second = await CompareAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(first));

        // And as if the first one did not know what the third has done.
        await _database.AddUnknownMigrationAsync();
        await _database.CloseAsync();
        var restored = await SucceedAsync("rollback");
        Assert.Contains("has changed the database's schema", restored, StringComparison.Ordinal);
        Assert.Contains("ROLLED BACK from release 3 to release 1", restored, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(first));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(second));
        var aside = Assert.Single(Directory.GetFiles(Backups, "*put-aside*"));
        Assert.Contains(aside, restored, StringComparison.Ordinal);
        await using var newer = new ComparisonDatabase(Options.Create(new StorageOptions { ConnectionString = $"Data Source={aside};Pooling=False" }), DataDirectory.Open(_prefix.Path)).CreateContext();
        Assert.True(await newer.Comparisons.AnyAsync(row => row.Id == second, TestContext.Current.CancellationToken));

        var (code, output) = await RunAsync("rollback");
        Assert.Equal(1, code);
        Assert.Contains("Release 1 is the first one", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_ToABrokenRelease_GoesBackByItself()
    {
        await SucceedAsync("install", _published.Folder);
        var kept = await CompareAsync();

        // It reads the database, and does not start.
        var failing = await _published.CopyAsync("failing", Break);
        await SucceedAsync("service", "stop");
        var migration = await _database.UndoLastMigrationAsync();
        await _database.CloseAsync();
        var (code, output) = await RunAsync("upgrade", failing);

        Assert.Equal(1, code);
        Assert.Contains($"applied {migration}", output, StringComparison.Ordinal);
        Assert.Contains("MaxLanes", output, StringComparison.Ordinal);
        Assert.Contains("NOT UPGRADED: release 1 runs again", output, StringComparison.Ordinal);
        Assert.Equal("releases/1", LinkOf("current"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));

        // It can't even be asked: the one that runs is not stopped.
        var process = await ProcessAsync();
        var broken = await _published.CopyAsync("broken", static folder => File.Delete(Path.Combine(folder, "CompareIntel.Core.dll")));
        (code, output) = await RunAsync("upgrade", broken);

        Assert.Equal(1, code);
        Assert.Contains("Release 1 runs on; nothing was changed", output, StringComparison.Ordinal);
        Assert.Equal(process, await ProcessAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));
        Assert.Contains("1 2", (await SucceedAsync("service", "status")).Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_ToAReleaseOlderThanTheDatabase_ChangesNothing()
    {
        await SucceedAsync("install", _published.Folder);
        var process = await ProcessAsync();
        await _database.AddUnknownMigrationAsync();

        var (code, output) = await RunAsync("upgrade", _published.Folder);

        Assert.Equal(1, code);
        Assert.Contains("Release 2 is older than the database. Release 1 runs on; nothing was changed", output, StringComparison.Ordinal);
        Assert.Equal(process, await ProcessAsync());
        Assert.False(Directory.Exists(Path.Combine(App, "releases/2")));
    }

    [Fact]
    public async Task Rollback_ToAReleaseThatDoesNotStart_StartsTheOneThatRanAgain()
    {
        await SucceedAsync("install", _published.Folder);
        await SucceedAsync("upgrade", _published.Folder);
        var kept = await CompareAsync();
        var first = Path.Combine(App, "releases/1");
        Break(first);

        var (code, output) = await RunAsync("rollback");

        Assert.Equal(1, code);
        Assert.Contains("MaxLanes", output, StringComparison.Ordinal);
        Assert.Contains("NOT ROLLED BACK: release 2 runs again", output, StringComparison.Ordinal);
        Assert.Equal("releases/2", LinkOf("current"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));

        // Nor is there anything to go back to when both are broken.
        Break(Path.Combine(App, "releases/2"));
        (code, output) = await RunAsync("upgrade", await _published.CopyAsync("neither", Break));

        Assert.Equal(1, code);
        Assert.Contains("NOT UPGRADED, and release 2 does not run either", output, StringComparison.Ordinal);
        Assert.Equal("releases/2", LinkOf("current"));

        // It can't even be asked: what runs is not stopped for that.
        File.Delete(Path.Combine(App, "releases/2/appsettings.Local.json"));
        await SucceedAsync("service", "start");
        File.Delete(Path.Combine(first, "CompareIntel.Core.dll"));
        var process = await ProcessAsync();
        (code, output) = await RunAsync("rollback");

        Assert.Equal(1, code);
        Assert.Contains("Release 1 can't read the database", output, StringComparison.Ordinal);
        Assert.Contains("NOT ROLLED BACK: nothing was changed", output, StringComparison.Ordinal);
        Assert.Equal(process, await ProcessAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));
    }

    [Fact]
    public async Task Rollback_WithoutABackupThatCanBeRestored_LeavesTheReleaseThatRuns()
    {
        await SucceedAsync("install", _published.Folder);
        await LetTheFirstReleaseLackTheLastMigrationAsync();
        await SucceedAsync("upgrade", _published.Folder);
        var kept = await CompareAsync();
        var backup = Path.Combine(Backups, "before-release-2.backup");

        await File.WriteAllTextAsync(backup, "damaged", TestContext.Current.CancellationToken);
        var (code, output) = await RunAsync("rollback");

        Assert.Equal(1, code);
        Assert.Contains("The backup can not be restored", output, StringComparison.Ordinal);
        Assert.Contains("NOT ROLLED BACK: release 2 runs again", output, StringComparison.Ordinal);
        Assert.Equal("releases/2", LinkOf("current"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));

        // What can be known before is asked before: the service is not stopped.
        var process = await ProcessAsync();
        File.Delete(backup);
        (code, output) = await RunAsync("rollback");

        Assert.Equal(1, code);
        Assert.Contains($"is not there any more: {backup}", output, StringComparison.Ordinal);
        Assert.Equal(process, await ProcessAsync());

        await File.WriteAllTextAsync(Path.Combine(App, "releases/2/.deployed"), "previous=1\n", TestContext.Current.CancellationToken);
        (code, output) = await RunAsync("rollback");

        Assert.Equal(1, code);
        Assert.Contains("no backup from before it is known", output, StringComparison.Ordinal);
        Assert.Equal(process, await ProcessAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));
    }

    [Fact]
    public async Task Upgrade_BrokenOff_GoesBackOrLeavesTheWayBackOpen()
    {
        await SucceedAsync("install", _published.Folder);
        var kept = await CompareAsync();
        var migration = await LetTheFirstReleaseLackTheLastMigrationAsync();

        var (code, output) = await RunAsync([await SignalAsync("TERM", $"applied {migration}", andListenOn: true), PathOf("upgrade"), _published.Folder]);

        Assert.Equal(1, code);
        Assert.Contains("Interrupted.", output, StringComparison.Ordinal);
        var backup = Path.Combine(Backups, "before-release-2.backup");
        Assert.Contains($"Restored from {backup}", output, StringComparison.Ordinal);
        Assert.Contains("NOT UPGRADED: release 1 runs again", output, StringComparison.Ordinal);
        Assert.Equal("releases/1", LinkOf("current"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));

        // As it would have left everything if it had been killed there.
        await LetTheFirstReleaseLackTheLastMigrationAsync();
        File.Delete(backup);
        Assert.Contains($"Backed up to {backup}", await SucceedAsync("service", "run", "database", "migrate", backup), StringComparison.Ordinal);
        var upgraded = await SucceedAsync("upgrade", _published.Folder);

        Assert.Contains($"The way back is the backup from before it, {backup}", upgraded, StringComparison.Ordinal);
        Assert.Contains("needs no migration", upgraded, StringComparison.Ordinal);
        Assert.Contains("UPGRADED from release 1 to release 3", upgraded, StringComparison.Ordinal);
        var newer = await CompareAsync();

        var back = await SucceedAsync("rollback");
        Assert.Contains($"Restored from {backup}", back, StringComparison.Ordinal);
        Assert.Contains("ROLLED BACK from release 3 to release 1", back, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(newer));
    }

    [Fact]
    public async Task Upgrade_WhoseTerminalIsGone_ComesToItsEnd()
    {
        await SucceedAsync("install", _published.Folder);
        await SucceedAsync("service", "stop");
        var migration = await _database.UndoLastMigrationAsync();
        await _database.CloseAsync();

        var (code, output) = await RunAsync([await SignalAsync("HUP", "Stopping", andListenOn: false), PathOf("upgrade"), _published.Folder]);

        Assert.True(code == 0, output);
        Assert.Equal("releases/2", LinkOf("current"));
        Assert.Contains($"applied {migration}", await SucceedAsync("service", "run", "database", "status"), StringComparison.Ordinal);
        Assert.Contains("healthy", await SucceedAsync("service", "status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install", "Usage: install PUBLISHED")]
    [InlineData("install", "holds no CompareIntel.Web.dll", "/nowhere")]
    [InlineData("upgrade", "There is nothing installed", "/nowhere")]
    [InlineData("rollback", "There is nothing installed")]
    [InlineData("service", "Usage: service")]
    public async Task Script_UsedWrongly_SaysWhatToDo(string script, string said, params string[] arguments)
    {
        var (code, output) = await RunAsync(script, arguments);

        Assert.Equal(1, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(App));
    }

    /// <summary>Makes it a release that reads the database, and does not start.</summary>
    private static void Break(string folder) => File.WriteAllText(Path.Combine(folder, "appsettings.Local.json"), """{"Comparisons":{"MaxLanes":0}}""");

    private static string PathOf(string script) => Path.Combine(PublishedProgram.Repository, "deploy", script);

    private string? LinkOf(string name) => new FileInfo(Path.Combine(App, name)).LinkTarget;

    private Task<string> ProcessAsync() => File.ReadAllTextAsync(_prefix.PathOf("run/compareintel/pid"), TestContext.Current.CancellationToken);

    /// <summary>Takes the last migration back, and lets release 1 say that it does not know it, as an earlier build would; nothing runs afterwards.</summary>
    private async Task<string> LetTheFirstReleaseLackTheLastMigrationAsync()
    {
        await SucceedAsync("service", "stop");
        var migration = await _database.UndoLastMigrationAsync();
        await _database.CloseAsync();
        await WriteProgramAsync(
            "dotnet",
            $$"""
            #!/usr/bin/env bash
            set -o pipefail
            PATH=${PATH#*:}
            case "$*" in
              *"/releases/1/"*" database status") dotnet "$@" | sed 's/^applied {{migration}}$/unknown {{migration}}/' ;;
              *) exec dotnet "$@" ;;
            esac
            """);
        return migration;
    }

    /// <summary>A program that runs a script, sends it a signal at a line that it prints, and then goes on listening or is gone like a terminal that was closed.</summary>
    private Task<string> SignalAsync(string signal, string line, bool andListenOn) => WriteProgramAsync(
        "signal",
        $$"""
        #!/usr/bin/env bash
        set -o pipefail
        { "$@" & echo "$!" > "$0.pid"; wait "$!"; } | {
          until IFS= read -r line && [[ $line == "{{line}}"* ]]; do printf '%s\n' "$line"; done
          kill -{{signal}} "$(< "$0.pid")"
          {{(andListenOn ? "cat" : "true")}}
        }
        """);

    private async Task<string> WriteProgramAsync(string name, string text)
    {
        Directory.CreateDirectory(_prefix.PathOf("bin"));
        var file = _prefix.PathOf($"bin/{name}");
        await File.WriteAllTextAsync(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return file;
    }

    private async Task<string> CompareAsync()
    {
        using var response = await _client.PostAsJsonAsync("/api/v1/compare", new { input_data = "Kept over releases?", models = new[] { "quick" } });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("metadata").GetProperty("comparison_id").GetString()!;
    }

    private async Task<HttpStatusCode> StatusOfAsync(string comparison)
    {
        using var response = await _client.GetAsync(new Uri($"/api/v1/comparisons/{comparison}", UriKind.Relative));
        return response.StatusCode;
    }

    private async Task<string> SucceedAsync(string script, params string[] arguments)
    {
        var (code, output) = await RunAsync(script, arguments);
        Assert.True(code == 0, output);
        return output;
    }

    private Task<(int Code, string Output)> RunAsync(string script, params string[] arguments) => RunAsync([PathOf(script), .. arguments]);

    private Task<(int Code, string Output)> RunAsync(string[] command) => PublishedProgram.RunAsync(
        command[0],
        command[1..],
        new Dictionary<string, string>
        {
            ["COMPAREINTEL_PREFIX"] = _prefix.Path,
            ["COMPAREINTEL_USER"] = Environment.UserName,
            ["PATH"] = $"{_prefix.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
        });
}
