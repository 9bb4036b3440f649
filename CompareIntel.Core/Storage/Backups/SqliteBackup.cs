using Microsoft.Data.Sqlite;

namespace CompareIntel.Core.Storage.Backups;

/// <summary>Copies of a SQLite file, made by SQLite itself: a file that is in use can't just be copied.</summary>
internal sealed class SqliteBackup(string connectionString) : IBackupKind
{
    private const int Busy = 5;
    private const int SecondsToWait = 2;
    private static readonly string[] s_companions = ["-wal", "-shm"];

    private readonly string _file = FileOf(connectionString);

    public string Extension => ".db";

    public string Place => $"SQLite, {_file}";

    public Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Path.Exists(_file))
        {
            return Task.FromResult(false);
        }

        using var connection = Open(_file, SqliteOpenMode.ReadOnly);
        return Task.FromResult(true);
    }

    public Task BackUpAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Copy(_file, file);
        return Task.CompletedTask;
    }

    public Task<bool> RestoreAsync(string file, string aside, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var prepared = $"{_file}.restoring";
        File.Delete(prepared);
        Copy(file, prepared);
        // Those that this process keeps open for later would go on with the file that is put aside.
        SqliteConnection.ClearAllPools();
        var isThere = File.Exists(_file);
        if (isThere)
        {
            try
            {
                CloseForAll();
            }
            catch
            {
                File.Delete(prepared);
                throw;
            }

            File.Move(_file, aside);
            foreach (var companion in s_companions.Where(companion => File.Exists(_file + companion)))
            {
                File.Move(_file + companion, aside + companion);
            }
        }

        File.Move(prepared, _file);
        return Task.FromResult(isThere);
    }

    private static string FileOf(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        return Path.GetFullPath(connection.DataSource);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = SecondsToWait }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static string Ask(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return command.ExecuteScalar() as string ?? "";
    }

    private static void Copy(string from, string to)
    {
        if (!File.Exists(from))
        {
            throw new BackupException($"There is no {from}.");
        }

        var partial = $"{to}.partial";
        File.Delete(partial);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // It holds what the database holds.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            new FileStream(partial, options).Dispose();
            using (var source = Open(from, SqliteOpenMode.ReadWrite))
            using (var target = Open(partial, SqliteOpenMode.ReadWrite))
            {
                source.BackupDatabase(target);
                // One file and nothing beside it.
                Ask(target, "PRAGMA journal_mode = DELETE");
                if (Ask(target, "PRAGMA quick_check(1)") is not "ok" and var fault)
                {
                    throw new BackupException($"{from} is damaged: {fault}");
                }
            }

            File.Move(partial, to);
        }
        catch (SqliteException exception)
        {
            throw new BackupException($"{from} can't be copied to {to}: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Takes what stands in the journal into the file. SQLite does so only for the one that uses it alone.</summary>
    private void CloseForAll()
    {
        try
        {
            using var connection = Open(_file, SqliteOpenMode.ReadWrite);
            Ask(connection, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
            throw new BackupException($"A program uses {_file}. Stop the server first.", exception);
        }
        catch (SqliteException)
        {
            // It is damaged. It and its journal are put aside as they are.
        }
    }
}
