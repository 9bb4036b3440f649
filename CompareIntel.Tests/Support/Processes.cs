using System.Diagnostics;

namespace CompareIntel.Tests.Support;

/// <summary>Runs other programs to their end.</summary>
internal static class Processes
{
    /// <summary>The exit code, and all that it printed.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] args)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(Find(program), args) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WithinTimeout();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Where a program of this name stands on the PATH.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{program} is not installed. Run the tests with ./test.sh, which installs it.");
}
