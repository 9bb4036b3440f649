using Microsoft.Data.Sqlite;

namespace CompareIntel.Benchmarks.Storage;

/// <summary>The usual way to keep a stream: a row for each delta, in a SQLite database with the product's settings, committed about every 64 KB.</summary>
internal static class DeltaRows
{
    private const int CommitBytes = 64 * 1024;
    private const int BytesPerRow = 16;

    /// <returns>Bytes on the disk.</returns>
    public static long Write(IReadOnlyList<MadeComparison> comparisons)
    {
        var folder = Directory.CreateTempSubdirectory("compareintel-benchmark-");
        try
        {
            WriteFile(comparisons, Path.Combine(folder.FullName, "rows.db"));
            return folder.EnumerateFiles().Sum(static file => file.Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WriteFile(IReadOnlyList<MadeComparison> comparisons, string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE deltas (comparison INTEGER, sequence INTEGER, lane INTEGER, ticks INTEGER, text TEXT, PRIMARY KEY (comparison, sequence)) WITHOUT ROWID");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO deltas VALUES ($comparison, $sequence, $lane, $ticks, $text)";
        var parameters = (string[])["$comparison", "$sequence", "$lane", "$ticks", "$text"];
        var values = Array.ConvertAll(parameters, name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }));
        var transaction = connection.BeginTransaction();
        insert.Transaction = transaction;
        var bytes = 0;
        foreach (var (number, comparison) in comparisons.Index())
        {
            foreach (var (sequence, delta) in comparison.DeltasInOrder().Index())
            {
                (values[0].Value, values[1].Value, values[2].Value, values[3].Value, values[4].Value) = (number, sequence, delta.Lane, delta.At.Ticks, delta.Text);
                insert.ExecuteNonQuery();
                bytes += delta.Text.Length + BytesPerRow;
                if (bytes >= CommitBytes)
                {
                    transaction.Commit();
                    transaction.Dispose();
                    transaction = connection.BeginTransaction();
                    insert.Transaction = transaction;
                    bytes = 0;
                }
            }
        }

        transaction.Commit();
        transaction.Dispose();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
