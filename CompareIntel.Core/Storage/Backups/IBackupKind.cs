namespace CompareIntel.Core.Storage.Backups;

/// <summary>How one kind of database is copied into a file and put back.</summary>
internal interface IBackupKind
{
    /// <summary>The ending of a backup's name.</summary>
    string Extension { get; }

    /// <summary>Where the database is, for people; without a password.</summary>
    string Place { get; }

    /// <summary>Whether there is a database. One that can't be reached now is not one that is missing: that throws. Makes none.</summary>
    Task<bool> ExistsAsync(CancellationToken cancellationToken);

    /// <summary>Copies the database as it is at one moment, also while a server uses it. The file must not be there; a failure leaves none.</summary>
    Task BackUpAsync(string file, CancellationToken cancellationToken);

    /// <summary>Puts the backup in the place of the database, which goes into <paramref name="aside"/> first. No server may use it.</summary>
    /// <returns>Whether there was a database to put aside.</returns>
    Task<bool> RestoreAsync(string file, string aside, CancellationToken cancellationToken);
}
