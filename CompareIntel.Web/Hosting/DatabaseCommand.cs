using System.Data.Common;
using System.Globalization;
using CompareIntel.Core.Storage.Backups;

namespace CompareIntel.Web.Hosting;

/// <summary>
/// <c>database status | backup FILE | migrate [FILE] | restore FILE</c>: what an upgrade and its way back do to the database, one step at a time. Uses the storage
/// that the settings name; <c>status</c> and <c>backup</c> also beside a server that runs.
/// </summary>
internal static class DatabaseCommand
{
    public const string Name = "database";

    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const string Usage = """
        Usage: database status           which migrations the database has had
               database backup FILE      copies it, also while a server uses it
               database migrate [FILE]   applies what is pending, after a backup to FILE or to the data directory
               database restore FILE     puts a backup in its place; what it held is put aside. Stop the server first
        """;

    /// <param name="arguments">What stands behind the command's name; settings such as <c>--Storage:Provider=Postgres</c> among it.</param>
    /// <param name="create">Makes the application, which is not started, from the settings.</param>
    /// <param name="output">Where to.</param>
    /// <param name="error">Where faults go.</param>
    /// <returns>The exit code: 0, 1 if it can't be done, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> create, TextWriter output, TextWriter error)
    {
        string[] settings = [.. arguments.Where(static argument => argument.StartsWith("--", StringComparison.Ordinal))];
        Func<DatabaseBackups, Task>? work = arguments.Except(settings).ToArray() switch
        {
            ["status"] => backups => SayFormAsync(backups, output),
            ["backup", var file] => backups => BackUpAsync(backups, file, output),
            ["migrate"] => backups => MigrateAsync(backups, null, output),
            ["migrate", var file] => backups => MigrateAsync(backups, file, output),
            ["restore", var file] => backups => RestoreAsync(backups, file, output),
            _ => null,
        };
        if (work is null || settings.Any(static setting => !setting.Contains('=', StringComparison.Ordinal)))
        {
            await error.WriteLineAsync(Usage);
            return Misused;
        }

        try
        {
            await using var app = create(settings);
            await work(app.Services.GetRequiredService<DatabaseBackups>());
            return Done;
        }
        catch (Exception exception) when (exception is BackupException or DbException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (Exception exception) when (ProcessHost.Describe(exception).ToArray() is { Length: > 0 } faults)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, faults));
            return Failed;
        }
    }

    private static async Task SayFormAsync(DatabaseBackups backups, TextWriter output)
    {
        var form = await backups.ReadFormAsync(CancellationToken.None);
        await output.WriteLineAsync(backups.Place);
        await SayAsync(output, "applied", form.Applied);
        await SayAsync(output, "pending", form.Pending);
        await SayAsync(output, "unknown", form.Unknown);
        await output.WriteLineAsync(form switch
        {
            { Unknown.Count: > 0 } => "A newer release has changed it: this one does not start with it.",
            { IsEmpty: true } => "There is nothing in it yet: the first start makes it.",
            { Pending.Count: > 0 } => "The next start applies what is pending, after a backup.",
            _ => "It is up to date.",
        });
    }

    private static async Task BackUpAsync(DatabaseBackups backups, string file, TextWriter output)
    {
        await backups.BackUpAsync(file, CancellationToken.None);
        await output.WriteLineAsync(DescribeBackup(file));
    }

    private static async Task MigrateAsync(DatabaseBackups backups, string? file, TextWriter output)
    {
        var form = await backups.ReadFormAsync(CancellationToken.None);
        if (form.Unknown.Count > 0)
        {
            throw new BackupException($"A newer release has changed the database ({string.Join(", ", form.Unknown)}). Nothing was done.");
        }

        if (form.Pending.Count == 0)
        {
            await output.WriteLineAsync("Nothing is pending: no backup, no migration.");
            return;
        }

        if (!form.IsEmpty)
        {
            if (file is null)
            {
                file = await backups.BackUpBeforeAsync(form.Pending[0], CancellationToken.None);
            }
            else
            {
                await backups.BackUpAsync(file, CancellationToken.None);
            }

            await output.WriteLineAsync(DescribeBackup(file));
        }

        await backups.MigrateAsync(CancellationToken.None);
        await SayAsync(output, "applied", form.Pending);
    }

    private static async Task RestoreAsync(DatabaseBackups backups, string file, TextWriter output)
    {
        var aside = await backups.RestoreAsync(file, CancellationToken.None);
        await output.WriteLineAsync(aside is null ? "There was no database before." : $"What the database held is kept in {aside}");
        await output.WriteLineAsync($"Restored from {file}");
    }

    private static async Task SayAsync(TextWriter output, string word, IEnumerable<string> migrations)
    {
        foreach (var migration in migrations)
        {
            await output.WriteLineAsync($"{word} {migration}");
        }
    }

    private static string DescribeBackup(string file) =>
        string.Create(CultureInfo.InvariantCulture, $"Backed up to {file}, {new FileInfo(file).Length:#,0} bytes");
}
