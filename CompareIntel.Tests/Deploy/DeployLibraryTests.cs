using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Deploy;

/// <summary>What <c>deploy/lib.sh</c> does in itself, without a program that is installed.</summary>
public sealed class DeployLibraryTests : IDisposable
{
    private readonly TemporaryFolder _prefix = new();

    public DeployLibraryTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for Linux.");

    public void Dispose() => _prefix.Dispose();

    [Fact]
    public async Task Settings_NamedTwice_AreTheLastOnesAsForSystemd()
    {
        Directory.CreateDirectory(_prefix.PathOf("etc/compareintel"));
        await File.WriteAllTextAsync(
            _prefix.PathOf("etc/compareintel/compareintel.env"),
            """
            ASPNETCORE_URLS=http://127.0.0.1:8000
            DataDirectory=/first
            ASPNETCORE_URLS=http://0.0.0.0:9000;http://127.0.0.1:9001
            DataDirectory="/last one"
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal("http://127.0.0.1:9000 /last one []", await RunAsync("""read_settings; echo "$(own_address) $data [$(setting Unset)]" """));
    }

    [Theory]
    // No process has this number. The first had ended before its time could be read.
    [InlineData("4194305 ")]
    [InlineData("4194305 12345")]
    public async Task Service_ThatHasEndedByItself_DoesNotRunAndCanBeStopped(string process)
    {
        Directory.CreateDirectory(_prefix.PathOf("run/compareintel"));
        var file = _prefix.PathOf("run/compareintel/pid");
        await File.WriteAllTextAsync(file, $"{process}\n", TestContext.Current.CancellationToken);

        Assert.Equal("It has ended by itself. Stopped.", await RunAsync("wait_healthy || true; stop_service; echo Stopped."));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Service_ThatEndsWhileItIsToldTo_IsStopped()
    {
        Directory.CreateDirectory(_prefix.PathOf("run/compareintel"));

        // It runs when it is looked at, and has ended when the signal is sent.
        Assert.Equal("Stopped.", await RunAsync("""
            sleep 1000 &
            printf '%s %s\n' "$!" "$(began_at "$!")" > "$run/pid"
            disown
            kill() { builtin kill -KILL "$2"; while [ -e "/proc/$2" ]; do :; done; builtin kill "$@"; }
            stop_service
            echo Stopped.
            """));
    }

    [Fact]
    public async Task Releases_BeyondTheNewestFive_GoWithTheirBackupsUnlessOneIsAWayBack()
    {
        for (var number = 1; number <= 8; number++)
        {
            Directory.CreateDirectory(_prefix.PathOf($"opt/compareintel/releases/{number}"));
        }

        var backups = Directory.CreateDirectory(_prefix.PathOf("var/lib/compareintel/backups"));
        foreach (var number in (int[])[2, 3, 8])
        {
            await File.WriteAllTextAsync(Path.Combine(backups.FullName, $"before-release-{number}.backup"), "", TestContext.Current.CancellationToken);
        }

        // Release 3 was broken off, and what it backed up is what 8 goes back to 1 with.
        Assert.Equal("Removed release 2. Removed release 3.", await RunAsync("""
            switch_to 8
            note_of 3 backup "$data/backups/before-release-3.backup"
            note_of 8 previous 1
            note_of 8 backup "$data/backups/before-release-3.backup"
            remove_old_releases
            """));
        Assert.Equal(["before-release-3.backup", "before-release-8.backup"], backups.GetFiles().Select(static file => file.Name).Order());
        Assert.True(Directory.Exists(_prefix.PathOf("opt/compareintel/releases/1")));
    }

    /// <summary>What it prints, in one line.</summary>
    private async Task<string> RunAsync(string commands)
    {
        var (code, output) = await PublishedProgram.RunAsync(
            "bash",
            ["-c", $"set -euo pipefail; . \"$0\"\n{commands}", Path.Combine(PublishedProgram.Repository, "deploy", "lib.sh")],
            new Dictionary<string, string> { ["COMPAREINTEL_PREFIX"] = _prefix.Path, ["COMPAREINTEL_HEALTH_SECONDS"] = "3" });
        Assert.True(code == 0, output);
        return output.TrimEnd().ReplaceLineEndings(" ");
    }
}
