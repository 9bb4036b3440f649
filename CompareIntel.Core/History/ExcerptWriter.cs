using System.Text.RegularExpressions;

namespace CompareIntel.Core.History;

/// <summary>Cuts the first place with a hit out of a text and marks what was looked for.</summary>
internal static partial class ExcerptWriter
{
    private const int WordsBefore = 8;
    private const int WordsAfter = 26;
    private const int MostCharacters = 260;

    // How far around an excerpt the other one of a pair of marks is looked for.
    private const int MarkReach = 200;

    // Stands for a mark until it is left out, so that every place stays where it is.
    private const char Mark = '\0';

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

        var shown = WithoutMarks(text, start, end);
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

            Add(parts, shown[(at - start)..(from - start)], false);
            Add(parts, shown[(from - start)..(to - start)], true);
            at = to;
        }

        Add(parts, shown[(at - start)..] + (end < text.Length ? "…" : ""), false);
        return parts;
    }

    /// <summary>
    /// The text between these places with <see cref="Mark"/> for the Markdown marks of emphasis, code and headings. Only what stands in pairs, so that
    /// <c>2 ** 3</c> and <c>*.cs</c> stay what they are.
    /// </summary>
    private static string WithoutMarks(string text, int start, int end)
    {
        var from = Math.Max(0, start - MarkReach);
        var letters = text[start..end].ToCharArray();
        foreach (Match match in MarkPattern().Matches(text[from..Math.Min(text.Length, end + MarkReach)]))
        {
            foreach (var capture in match.Groups["mark"].Captures.Concat(match.Groups["end"].Captures))
            {
                for (var place = Math.Max(from + capture.Index, start); place < Math.Min(from + capture.Index + capture.Length, end); place++)
                {
                    letters[place - start] = Mark;
                }
            }
        }

        return new string(letters);
    }

    [GeneratedRegex(@"(?<![\w*])(?<mark>\*{1,3})(?=[^\s*])[^*\n]+(?<=\S)(?<end>\k<mark>)(?![\w*])|(?<!`)(?<mark>`+)(?!`)[^`\n]+(?<end>\k<mark>)(?!`)|^(?<mark>\#{1,6} )", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex MarkPattern();

    /// <summary>On one line, whatever it was in the text.</summary>
    private static void Add(List<ExcerptPart> parts, string text, bool isHit)
    {
        text = text.Replace(Mark.ToString(), "", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            return;
        }

        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = (char.IsWhiteSpace(text[0]) ? " " : "") + line + (line.Length > 0 && char.IsWhiteSpace(text[^1]) ? " " : "");
        parts.Add(new ExcerptPart(line, isHit));
    }
}
