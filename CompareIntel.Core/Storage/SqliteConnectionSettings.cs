using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompareIntel.Core.Storage;

/// <summary>
/// Readers and the writer don't wait for each other, and whoever has to wait does so inside of SQLite. A commit is written but not forced to the disk: it
/// survives the end of the process, and a power cut takes the last ones and damages nothing.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    private const string Wait = "PRAGMA busy_timeout = 5000;";
    private const string Pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + Wait;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        // Whether there is a database is asked by one that may only read, and that can't change the journal of a file that was copied here.
        command.CommandText = new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly ? Wait : Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has nothing to wait for.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
