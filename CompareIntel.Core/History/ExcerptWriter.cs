namespace CompareIntel.Core.History;

/// <summary>Cuts the first place with a hit out of a text and marks what was looked for.</summary>
internal static class ExcerptWriter
{
    private const int WordsBefore = 8;
    private const int WordsAfter = 26;
    private const int MostCharacters = 260;

    /// <summary>The words around the first hit; null when there is none.</summary>
    public static IReadOnlyList<ExcerptPart>? Write(string text, SearchQuery query)
    {
        var words = new List<SearchWord>();
        var hits = new List<Range>();
        var firstWord = 0;
        var isCutOff = false;
        foreach (var word in WordScanner.Scan(text))
        {
            words.Add(word);
            foreach (var phrase in query.Phrases.Where(phrase => phrase.EndsWith(words)))
            {
                if (hits.Count == 0)
                {
                    firstWord = words.Count - phrase.Words.Count;
                }

                hits.Add(words[^phrase.Words.Count].Start..(word.Start + word.Length));
            }

            if (hits.Count > 0 && words.Count - firstWord > WordsAfter)
            {
                isCutOff = true;
                break;
            }
        }

        return hits.Count == 0 ? null : Cut(text, words, firstWord, isCutOff ? words[^1].Start + words[^1].Length : text.Length, hits);
    }

    private static List<ExcerptPart> Cut(string text, List<SearchWord> words, int firstWord, int end, List<Range> hits)
    {
        var first = words[firstWord].Start;
        var start = firstWord <= WordsBefore ? 0 : words[firstWord - WordsBefore].Start;
        if (first - start > MostCharacters / 3)
        {
            start = first;
        }

        if (end - start > MostCharacters)
        {
            // Never between the two halves of a character.
            end = start + MostCharacters;
            end -= char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        }

        var parts = new List<ExcerptPart>();
        Add(parts, start > 0 ? "…" : "", false);
        var at = start;
        foreach (var hit in hits.OrderBy(static hit => hit.Start.Value))
        {
            var (from, to) = (Math.Max(hit.Start.Value, at), Math.Min(hit.End.Value, end));
            if (from >= to)
            {
                continue;
            }

            Add(parts, text[at..from], false);
            Add(parts, text[from..to], true);
            at = to;
        }

        Add(parts, text[at..end] + (end < text.Length ? "…" : ""), false);
        return parts;
    }

    /// <summary>On one line, whatever it was in the text.</summary>
    private static void Add(List<ExcerptPart> parts, string text, bool isHit)
    {
        if (text.Length == 0)
        {
            return;
        }

        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = (char.IsWhiteSpace(text[0]) ? " " : "") + line + (line.Length > 0 && char.IsWhiteSpace(text[^1]) ? " " : "");
        parts.Add(new ExcerptPart(line, isHit));
    }
}
