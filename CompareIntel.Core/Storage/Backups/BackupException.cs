namespace CompareIntel.Core.Storage.Backups;

/// <summary>A backup can't be made or put back; the message says why and what to do, and names no password.</summary>
public sealed class BackupException : Exception
{
    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
