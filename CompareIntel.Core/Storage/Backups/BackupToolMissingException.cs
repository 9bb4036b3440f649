namespace CompareIntel.Core.Storage.Backups;

/// <summary>A program that backups need is not on this machine; the message says which one and how to get it.</summary>
public sealed class BackupToolMissingException(string tool, Exception inner)
    : BackupException($"{tool} is missing: install PostgreSQL's client programs (Debian: postgresql-client), of the server's version or a later one.", inner);
