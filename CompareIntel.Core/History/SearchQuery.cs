using System.Text;

namespace CompareIntel.Core.History;

/// <summary>
/// What somebody typed into a search box. All words must be there, in any order; what stands in quotes, or hangs together like <c>foo.bar</c>, must follow one
/// another; the last word may be the beginning of one. Nothing else has a meaning, so nothing can be wrong with it.
/// </summary>
internal sealed class SearchQuery
{
    // A pasted page is found by its beginning.
    private const int MostWords = 32;

    // One letter begins too many words to be worth looking for while the next one is typed.
    private const int ShortestPrefix = 2;

    private SearchQuery(IReadOnlyList<SearchPhrase> phrases) => Phrases = phrases;

    /// <summary>Empty when there is no letter and no digit in it: then nothing can be found.</summary>
    public IReadOnlyList<SearchPhrase> Phrases { get; }

    public static SearchQuery Parse(string text)
    {
        var phrases = new List<SearchPhrase>();
        var left = MostWords;
        var pieces = text.Split('"');
        for (var index = 0; index < pieces.Length && left > 0; index++)
        {
            // Every second piece stands in quotes; the last of them may not be closed yet.
            var isQuoted = index % 2 == 1;
            var isClosed = isQuoted && index < pieces.Length - 1;
            foreach (var chunk in isQuoted ? [pieces[index]] : pieces[index].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var words = WordScanner.Scan(chunk).Select(static word => word.Text).Take(left).ToArray();
                left -= words.Length;
                if (words.Length > 0)
                {
                    phrases.Add(new SearchPhrase(words, !isClosed));
                }
            }
        }

        // Only the last word of all is still being typed.
        return new SearchQuery([.. phrases.Select((phrase, index) =>
            index < phrases.Count - 1 || left == 0 || !MayBePrefix(phrase.Words[^1]) ? phrase with { IsPrefix = false } : phrase)]);
    }

    /// <summary>In FTS5's language. Words have letters and digits only, so nothing in them has to be escaped.</summary>
    public string ToSqlite() => string.Join(" AND ", Phrases.Select(static phrase => $"\"{string.Join(' ', phrase.Words)}\"{(phrase.IsPrefix ? "*" : "")}"));

    /// <summary>As a <c>tsquery</c>.</summary>
    public string ToPostgres()
    {
        var query = new StringBuilder();
        foreach (var phrase in Phrases)
        {
            query.Append(query.Length == 0 ? "(" : " & (").AppendJoin(" <-> ", phrase.Words.Select(static word => $"'{word}'")).Append(phrase.IsPrefix ? ":*)" : ")");
        }

        return query.ToString();
    }

    private static bool MayBePrefix(string word) => word.Length >= ShortestPrefix || !char.IsAscii(word[0]);
}
