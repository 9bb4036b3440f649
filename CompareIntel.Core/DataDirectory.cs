namespace CompareIntel.Core;

/// <summary>The one folder that the program writes to: logs, keys, statistics and whatever is stored.</summary>
public sealed class DataDirectory
{
    /// <summary>The setting that names it.</summary>
    public const string ConfigurationKey = "DataDirectory";

    private const string ProbeName = ".write-test";

    private DataDirectory(string path) => Path = path;

    /// <summary>Absolute path. The folder exists.</summary>
    public string Path { get; }

    /// <summary>Creates the folder where it is missing and makes sure that it can be written. Unset means a folder of the user's own.</summary>
    /// <exception cref="IOException">It can't be created or written; the message says what to do.</exception>
    public static DataDirectory Open(string? configured)
    {
        var path = System.IO.Path.GetFullPath(string.IsNullOrWhiteSpace(configured) ? DefaultPath() : configured);
        var directory = new DataDirectory(path);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                // It holds keys and answers: nobody else's business.
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            directory.Probe();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The data directory {path} can't be written ({exception.Message}). Set {ConfigurationKey} to a folder that this user may write.",
                exception);
        }

        return directory;
    }

    /// <summary>Path of a file or folder in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes and removes a small file. Throws what the file system throws.</summary>
    public void Probe()
    {
        var probe = PathOf($"{ProbeName}-{Guid.NewGuid():N}");
        File.WriteAllBytes(probe, [0]);
        File.Delete(probe);
    }

    private static string DefaultPath()
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        // A service account may have no home.
        return System.IO.Path.Combine(user.Length > 0 ? user : AppContext.BaseDirectory, user.Length > 0 ? "CompareIntel" : "data");
    }
}
