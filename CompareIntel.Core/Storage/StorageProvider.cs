namespace CompareIntel.Core.Storage;

/// <summary>The databases that comparisons can be stored in.</summary>
public enum StorageProvider
{
    /// <summary>A file in the data directory.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,
}
