using CompareIntel.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompareIntel.Core.History;

/// <summary>Full-text search of prompts and answers: the databases' own indexes over words that are cut in one way for both.</summary>
public static class SearchIndex
{
    /// <summary>
    /// Makes a comparison findable by these texts, in place of what it was findable by before. Takes part in the context's transaction. The comparison's row
    /// must be stored.
    /// </summary>
    /// <param name="context">The database.</param>
    /// <param name="number">The comparison's number.</param>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="answers">The answers in the order of the lanes; none while there is nothing to be found in them.</param>
    public static void IndexText(ComparisonDbContext context, long number, string prompt, IReadOnlyList<string> answers)
    {
        ArgumentNullException.ThrowIfNull(context);
        var text = SearchText.Of(prompt, answers);
        var packed = text.Pack();
        if (context is SqliteComparisonDbContext)
        {
            var words = text.ToSqlite();
            context.Database.ExecuteSql(
                $"""
                INSERT INTO search_texts ("Number", "Text") VALUES ({number}, {packed}) ON CONFLICT ("Number") DO UPDATE SET "Text" = excluded."Text";
                INSERT OR REPLACE INTO search_index (rowid, words) VALUES ({number}, {words});
                """);
        }
        else
        {
            var words = text.ToPostgres();
            context.Database.ExecuteSql(
                $"""
                INSERT INTO search_texts ("Number", "Text", words) VALUES ({number}, {packed}, CAST({words} AS tsvector))
                ON CONFLICT ("Number") DO UPDATE SET "Text" = excluded."Text", words = excluded.words
                """);
        }
    }

    /// <summary>Numbers of the comparisons in which <paramref name="query"/> is found; it has phrases.</summary>
    internal static IQueryable<long> Find(ComparisonDbContext context, SearchQuery query)
    {
        if (context is SqliteComparisonDbContext)
        {
            var match = query.ToSqlite();
            return context.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM search_index WHERE search_index MATCH {match}""");
        }

        var words = query.ToPostgres();
        return context.Database.SqlQuery<long>($"""SELECT "Number" AS "Value" FROM search_texts WHERE words @@ CAST({words} AS tsquery)""");
    }

    /// <summary>The greatest numbers under <paramref name="before"/> of those comparisons, greatest first.</summary>
    internal static IQueryable<long> Find(ComparisonDbContext context, SearchQuery query, long before, int count)
    {
        if (context is SqliteComparisonDbContext)
        {
            var match = query.ToSqlite();
            return context.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM search_index WHERE search_index MATCH {match} AND rowid < {before} ORDER BY rowid DESC LIMIT {count}""");
        }

        var words = query.ToPostgres();
        return context.Database.SqlQuery<long>($"""SELECT "Number" AS "Value" FROM search_texts WHERE words @@ CAST({words} AS tsquery) AND "Number" < {before} ORDER BY "Number" DESC LIMIT {count}""");
    }
}
