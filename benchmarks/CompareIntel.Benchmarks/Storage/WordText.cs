using System.Text;
using CompareIntel.Benchmarks.Upstream;

namespace CompareIntel.Benchmarks.Storage;

/// <summary>Plain prose of the benchmarks' vocabulary, its first words far oftener than its last.</summary>
internal static class WordText
{
    private const int WordsPerSentence = 12;

    public static string Prose(Random random, int characters)
    {
        var text = new StringBuilder(characters + 32);
        for (var word = 0; text.Length < characters; word++)
        {
            text.Append(Word(random)).Append(word % WordsPerSentence == WordsPerSentence - 1 ? ". " : " ");
        }

        return text.ToString(0, characters);
    }

    private static string Word(Random random)
    {
        var place = random.NextDouble();
        return MarkdownVocabulary.Words[(int)(place * place * place * MarkdownVocabulary.Words.Length)];
    }
}
