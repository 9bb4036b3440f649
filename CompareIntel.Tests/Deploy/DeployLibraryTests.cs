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
