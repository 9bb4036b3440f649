using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.Storage.Backups;

/// <summary>
/// Copies of the whole database: before it is migrated, on demand, and put back. SQLite copies itself; PostgreSQL's own programs do it for PostgreSQL.
/// </summary>
public sealed class DatabaseBackups
{
    /// <summary>The folder in the data directory that the program's own backups go into.</summary>
    public const string FolderName = "backups";

    /// <summary>So many of the backups that the program made by itself before migrations are kept.</summary>
    public const int MostKept = 5;

    private const string Prefix = "compareintel-";
    private const string Before = "-before-";

    private readonly ComparisonDatabase _database;
    private readonly DirectoryInfo _folder;
    private readonly TimeProvider _timeProvider;
    private readonly IBackupKind _kind;

    public DatabaseBackups(ComparisonDatabase database, DataDirectory dataDirectory, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(dataDirectory);
        _database = database;
        _folder = new DirectoryInfo(dataDirectory.PathOf(FolderName));
        _timeProvider = timeProvider;
        using var context = database.CreateContext();
        var connectionString = context.Database.GetConnectionString()!;
        _kind = database.Provider == StorageProvider.Sqlite ? new SqliteBackup(connectionString) : new PostgresBackup(connectionString);
    }

    /// <summary>Where the database is, in words; without a password.</summary>
    public string Place => _kind.Place;

    /// <summary>Which migrations the database has had. Makes no database where there is none.</summary>
    /// <exception cref="System.Data.Common.DbException">It can't be reached, and nobody knows what it has had.</exception>
    public async Task<DatabaseForm> ReadFormAsync(CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        string[] known = [.. context.Database.GetMigrations()];
        // Not CanConnectAsync: for that a server that is starting up is the same as an empty one, which is migrated without a backup.
        string[] had = await _kind.ExistsAsync(cancellationToken).ConfigureAwait(false)
            ? [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)]
            : [];
        return new DatabaseForm([.. known.Intersect(had)], [.. known.Except(had)], [.. had.Except(known)]);
    }

    /// <summary>Applies what is pending.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var disposal = context.ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies the database as it is now, also while a server uses it.</summary>
    /// <param name="file">A file that is not there yet. Nothing is left of it after a failure.</param>
    /// <param name="cancellationToken">Ends the wait, and the copying.</param>
    /// <exception cref="BackupException">It can't be made.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task BackUpAsync(string file, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        if (File.Exists(file))
        {
            throw new BackupException($"{file} is there already, and a backup overwrites nothing.");
        }

        await _kind.BackUpAsync(file, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the backup that stands before a migration, and removes those beyond <see cref="MostKept"/>.</summary>
    /// <param name="migration">The first migration that will be applied.</param>
    /// <param name="cancellationToken">Ends the wait, and the copying.</param>
    /// <returns>Its file.</returns>
    /// <exception cref="BackupException">It can't be made.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task<string> BackUpBeforeAsync(string migration, CancellationToken cancellationToken)
    {
        CreateFolder();
        var file = Path.Combine(_folder.FullName, $"{Prefix}{Now()}{Before}{migration}{_kind.Extension}");
        await BackUpAsync(file, cancellationToken).ConfigureAwait(false);
        // Their names begin with their time.
        foreach (var old in _folder.GetFiles($"{Prefix}*{Before}*{_kind.Extension}").OrderByDescending(static item => item.Name, StringComparer.Ordinal).Skip(MostKept))
        {
            old.Delete();
        }

        return file;
    }

    /// <summary>Puts a backup in the place of the database, which is put aside first. No server may be running.</summary>
    /// <param name="file">What one of the other methods wrote.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The file that the database was put into; null when there was none.</returns>
    /// <exception cref="BackupException">A server uses the database, or the file is no backup. Nothing is changed then.</exception>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    public async Task<string?> RestoreAsync(string file, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        if (!File.Exists(file))
        {
            throw new BackupException($"There is no {file}.");
        }

        CreateFolder();
        var aside = Path.Combine(_folder.FullName, $"{Prefix}{Now()}-put-aside{_kind.Extension}");
        return await _kind.RestoreAsync(file, aside, cancellationToken).ConfigureAwait(false) ? aside : null;
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            _folder.Create();
        }
        else
        {
            Directory.CreateDirectory(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string Now() => _timeProvider.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
}
