using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CompareIntel.Core.Storage.Backups;

/// <summary>
/// Dumps of a PostgreSQL database, made and put back by PostgreSQL's own programs. The database is taken to be this program's alone: what is put back takes the
/// place of all its tables.
/// </summary>
internal sealed class PostgresBackup(string connectionString) : IBackupKind
{
    private const string Dump = "pg_dump";
    private const string Restore = "pg_restore";

    private readonly NpgsqlConnectionStringBuilder _settings = new(connectionString);

    public string Extension => ".dump";

    public string Place => $"PostgreSQL, database {_settings.Database} at {_settings.Host}";

    public async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(_settings.ConnectionString);
        await using var sourceDisposal = source.ConfigureAwait(false);
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var connectionDisposal = connection.ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    public async Task BackUpAsync(string file, CancellationToken cancellationToken)
    {
        var partial = $"{file}.partial";
        File.Delete(partial);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // It holds what the database holds.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await new FileStream(partial, options).DisposeAsync().ConfigureAwait(false);
            await RunAsync(Dump, ["--format=custom", "--no-owner", "--no-privileges", "--no-password", $"--file={partial}"], cancellationToken).ConfigureAwait(false);
            File.Move(partial, file);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public async Task<bool> RestoreAsync(string file, string aside, CancellationToken cancellationToken)
    {
        await RunAsync(Restore, ["--list", file], cancellationToken).ConfigureAwait(false);
        var source = NpgsqlDataSource.Create(_settings.ConnectionString);
        await using var sourceDisposal = source.ConfigureAwait(false);
        var tables = await TablesAsync(source, cancellationToken).ConfigureAwait(false);
        if (tables.Count > 0)
        {
            await BackUpAsync(aside, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(source, $"DROP TABLE {string.Join(", ", tables)} CASCADE", cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await RunAsync(Restore, ["--no-owner", "--no-privileges", "--no-password", "--single-transaction", "--exit-on-error", $"--dbname={_settings.Database}", file], cancellationToken).ConfigureAwait(false);
        }
        catch (BackupException exception) when (tables.Count > 0)
        {
            throw new BackupException($"{exception.Message} The database is empty now; what it held is in {aside}, which can be restored.", exception);
        }

        return tables.Count > 0;
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        // Sequences and indexes go with their tables.
        const string Question = """
            SELECT format('%I.%I', schemaname, tablename),
                   (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')
            FROM pg_tables WHERE schemaname = current_schema()
            """;
        var command = source.CreateCommand(Question);
        await using var commandDisposal = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        var tables = new List<string>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.GetInt64(1) is > 0 and var others)
            {
                throw new BackupException($"{others.ToString(CultureInfo.InvariantCulture)} other connections use the database. Stop the server first.");
            }

            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string statement, CancellationToken cancellationToken)
    {
        var command = source.CreateCommand(statement);
        await using var disposal = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // By environment: everyone may read a command line.
        Set(start, "PGHOST", _settings.Host);
        Set(start, "PGPORT", _settings.Port.ToString(CultureInfo.InvariantCulture));
        Set(start, "PGUSER", _settings.Username);
        Set(start, "PGPASSWORD", _settings.Password);
        Set(start, "PGPASSFILE", _settings.Passfile);
        Set(start, "PGDATABASE", _settings.Database);
        Set(start, "PGSSLMODE", _settings.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() });
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new BackupException($"{tool} is missing: install PostgreSQL's client programs (Debian: postgresql-client), of the server's version or a later one.", exception);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var said = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new BackupException($"{tool} failed: {said.Trim()}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static void Set(ProcessStartInfo start, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            start.Environment[name] = value;
        }
    }
}
