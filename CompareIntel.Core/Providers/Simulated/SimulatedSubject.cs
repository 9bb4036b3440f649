using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CompareIntel.Core.Providers.Simulated;

/// <summary>
/// What an answer takes from a prompt: a topic and three terms, all short and free of markdown, so that an answer's length and
/// shape are the model's and not the prompt's.
/// </summary>
internal sealed partial class SimulatedSubject
{
    private const int TopicLength = 56;
    private const int TermLength = 20;

    // Enough to know what a prompt is about; the rest may be a whole attached book.
    private const int ReadLength = 2_000;

    private static readonly string[] s_terms = ["purpose", "limits", "cost"];

    private static readonly SearchValues<char> s_sentenceEnds = SearchValues.Create("\r\n?!。？！");

    private static readonly FrozenSet<string> s_greetings = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "hello", "hey", "hi", "please");

    // Words that say how something is asked, not what.
    private static readonly FrozenSet<string> s_fillers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "best", "between", "by", "can", "could", "create", "describe",
        "did", "do", "does", "each", "every", "explain", "few", "for", "from", "give", "has", "have", "help", "how", "large", "i", "if", "in", "into", "is",
        "it", "its", "list", "make", "me", "more", "most", "much", "must", "my", "need", "of", "on", "one", "or", "our", "please", "short", "should", "simple", "small", "show", "so", "some", "tell",
        "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "use", "using", "want", "was", "we", "were", "what",
        "what's", "when", "where", "which", "who", "why", "will", "with", "would", "write", "you", "your");

    private SimulatedSubject(string topic, ImmutableArray<string> terms, string language, string? earlierTopic)
    {
        Topic = topic;
        Terms = terms;
        Language = language;
        EarlierTopic = earlierTopic;
    }

    /// <summary>The prompt's first sentence, cut where it is long.</summary>
    public string Topic { get; }

    /// <summary>The topic as it stands within a sentence.</summary>
    public string Quoted => $"“{Topic}”";

    /// <summary>The topic with a capital first letter.</summary>
    public string Title => char.ToUpper(Topic[0], CultureInfo.InvariantCulture) + Topic[1..];

    /// <summary>Exactly three different words: the longest of the prompt's own, which say most about it, as far as it has them.</summary>
    public ImmutableArray<string> Terms { get; }

    /// <summary>The programming language that the prompt names: <c>csharp</c>, <c>typescript</c> or else <c>python</c>.</summary>
    public string Language { get; }

    /// <summary>The first sentence of the prompt before this one; null at the start of a conversation.</summary>
    public string? EarlierTopic { get; }

    /// <summary>Reads a prompt and, for a follow-up, the prompt before it.</summary>
    public static SimulatedSubject Read(string prompt, string? earlierPrompt)
    {
        var words = Words(prompt);
        return new(Phrase(prompt), TermsOf(words), LanguageOf(words), earlierPrompt is null ? null : Phrase(earlierPrompt));
    }

    private static string Phrase(string prompt)
    {
        var start = prompt.AsSpan(0, Math.Min(prompt.Length, ReadLength)).TrimStart();
        var end = start.IndexOfAny(s_sentenceEnds);
        var sentence = end > 0 ? start[..end] : start;

        // A full stop ends a sentence only before a space: Node.js and 3.5 have one inside.
        var stop = sentence.IndexOf(". ");
        var words = Words((stop > 0 ? sentence[..stop] : sentence).ToString());
        var topic = string.Join(' ', words.SkipWhile(s_greetings.Contains).DefaultIfEmpty(words.FirstOrDefault("No words")));
        if (topic.Length <= TopicLength)
        {
            return topic;
        }

        var space = topic.LastIndexOf(' ', TopicLength);
        return $"{topic[..(space > 0 ? space : TopicLength)]}…";
    }

    private static ImmutableArray<string> TermsOf(List<string> words) =>
        [.. words
            .Where(static word => word.Length is >= 4 and <= TermLength && !s_fillers.Contains(word))
            .OrderByDescending(static word => word.Length)
            .Concat(s_terms)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(s_terms.Length)];

    private static string LanguageOf(List<string> words)
    {
        foreach (var word in words)
        {
            switch (word.ToUpperInvariant())
            {
                case "C#" or "CSHARP" or "DOTNET" or "ASP.NET":
                    return "csharp";
                case "TYPESCRIPT" or "JAVASCRIPT" or "NODE.JS" or "REACT":
                    return "typescript";
            }
        }

        return "python";
    }

    private static List<string> Words(string text) =>
        [.. Word().Matches(text[..Math.Min(text.Length, ReadLength)]).Select(static match => match.Value)];

    // Letters and digits of any script, with what stands inside names such as C++, Node.js and read-only. No surrogates: none can be cut in half.
    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.+\-][\p{L}\p{M}\p{N}]+)*(?:\+\+|#)?")]
    private static partial Regex Word();
}
