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
