using System.Diagnostics;
using CompareIntel.Tests.Support;

namespace CompareIntel.Tests.Deploy;

/// <summary>What <c>dotnet publish</c> makes of the build that is tested, and copies of it that are broken in one way each.</summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    // Publishing copies files, and compresses those for the browser.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    /// <summary>Where the repository is.</summary>
    public static string Repository { get; } = FindRepository();

    public string Folder => _folder.PathOf("published");

    public async ValueTask InitializeAsync()
    {
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd('/'))!.Name;
        var (code, output) = await RunAsync("dotnet", ["publish", Path.Combine(Repository, "CompareIntel.Web"), "--configuration", configuration, "--no-build", "--output", Folder, "--nologo"]);
        Assert.True(code == 0, output);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy that this was done to.</summary>
    public async Task<string> CopyAsync(string name, Action<string> change)
    {
        var copy = _folder.PathOf(name);
        var (code, output) = await RunAsync("cp", ["-R", Folder, copy]);
        Assert.True(code == 0, output);
        change(copy);
        return copy;
    }

    /// <summary>Runs a program to its end; what it printed, on whichever output, in its order.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var limit = new CancellationTokenSource(s_limit, TimeProvider.System);
        // Not read by pipes: what the scripts start in the background would hold them open.
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/bash", ["-c", "exec \"$@\" > \"$OUTPUT_FILE\" 2>&1 < /dev/null", "bash", program, .. arguments]);
            start.Environment["OUTPUT_FILE"] = file;
            foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await File.ReadAllTextAsync(file, limit.Token));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CompareIntel.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no repository above {AppContext.BaseDirectory}.");
    }
}
