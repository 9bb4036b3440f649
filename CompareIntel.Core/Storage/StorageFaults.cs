using System.Data.Common;
using CompareIntel.Core.Comparisons;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CompareIntel.Core.Storage;

/// <summary>What a database's exceptions mean.</summary>
public static class StorageFaults
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteConstraint = 19;
    private const int SqliteNotADatabase = 26;

    /// <summary>Whether it comes from the database, or from what is stored in it, and not from a fault of our own.</summary>
    internal static bool IsStorageFault(Exception exception) =>
        exception is DbException or DbUpdateException or IOException or TimeoutException or UnauthorizedAccessException or InvalidDataException
        || (exception is InvalidOperationException && exception.InnerException is { } inner && IsStorageFault(inner));

    /// <summary>Whether this row is at fault, so that others may well be stored.</summary>
    internal static bool IsOfOneRow(Exception exception) => Root(exception) switch
    {
        SqliteException { SqliteErrorCode: SqliteConstraint } => true,
        // Its data, a constraint, or more than an index takes: classes 22, 23 and 54 of the PostgreSQL manual's appendix A.
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => true,
        PostgresException or NpgsqlException or SqliteException or IOException or TimeoutException or UnauthorizedAccessException => false,
        _ => true,
    };

    /// <summary>In words for anyone.</summary>
    internal static string Describe(Exception exception) => Root(exception) switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } => "The disk that answers are stored on is full.",
        PostgresException { SqlState: "53100" } => "The disk that answers are stored on is full.",
        SqliteException { SqliteErrorCode: SqliteReadOnly } or PostgresException { SqlState: "25006" } => "The storage can only be read, not written.",
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } => "The storage is in use by another program.",
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } or InvalidDataException => "What is stored is damaged.",
        // Connection, sign-in, database name, resources and operator intervention: classes of the PostgreSQL manual's appendix A.
        PostgresException { SqlState: ['0', '8', ..] or ['2', '8', ..] or ['3', 'D', ..] or ['5', '3' or '7', ..] } => "The database can't be reached.",
        PostgresException => "The database does not accept what is to be stored.",
        NpgsqlException or TimeoutException => "The database can't be reached.",
        _ => "The storage can't be used.",
    };

    /// <summary>Does the work; what keeps the storage from it becomes a <see cref="StorageUnavailableException"/>.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsStorageFault(exception))
        {
            throw ToUnavailable(exception);
        }
    }

    /// <summary>For whoever asked for something that is stored.</summary>
    internal static StorageUnavailableException ToUnavailable(Exception exception) =>
        new($"{Describe(exception)} Try again in a moment; the server's log has the details.", exception);

    private static Exception Root(Exception exception) =>
        exception is DbUpdateException or InvalidOperationException && exception.InnerException is { } inner ? Root(inner) : exception;
}
