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
        var failing = await _published.CopyAsync("failing", static folder => File.WriteAllText(Path.Combine(folder, "appsettings.Local.json"), """{"Comparisons":{"MaxLanes":0}}"""));
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
        var process = await File.ReadAllTextAsync(_prefix.PathOf("run/compareintel/pid"), TestContext.Current.CancellationToken);
        var broken = await _published.CopyAsync("broken", static folder => File.Delete(Path.Combine(folder, "CompareIntel.Core.dll")));
        (code, output) = await RunAsync("upgrade", broken);

        Assert.Equal(1, code);
        Assert.Contains("Release 1 runs on; nothing was changed", output, StringComparison.Ordinal);
        Assert.Equal(process, await File.ReadAllTextAsync(_prefix.PathOf("run/compareintel/pid"), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(kept));
        Assert.Contains("1 2", (await SucceedAsync("service", "status")).Split('\n')[0], StringComparison.Ordinal);
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

    private string? LinkOf(string name) => new FileInfo(Path.Combine(App, name)).LinkTarget;

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

    private Task<(int Code, string Output)> RunAsync(string script, params string[] arguments) => PublishedProgram.RunAsync(
        Path.Combine(PublishedProgram.Repository, "deploy", script),
        arguments,
        new Dictionary<string, string> { ["COMPAREINTEL_PREFIX"] = _prefix.Path, ["COMPAREINTEL_USER"] = Environment.UserName });
}
