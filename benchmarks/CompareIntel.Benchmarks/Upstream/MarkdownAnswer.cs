using System.Globalization;

namespace CompareIntel.Benchmarks.Upstream;

/// <summary>
/// What a model with an id such as <c>md-prose-40000-500-3</c> answers: a text of this kind, about so many characters of it, so many deltas a
/// second, made from this seed. <c>md-mixed-4500-50-3-stamped</c> has stamped words in it, see <see cref="WordStamp"/>.
/// </summary>
internal readonly record struct MarkdownAnswer(MarkdownKind Kind, int Characters, int Rate, int Seed, bool IsStamped)
{
    public const string Prefix = "md-";
    private const string Stamped = "stamped";
    private const int MaxCharacters = 1_000_000;
    private const int MaxRate = 1_000;

    /// <summary>The model's id.</summary>
    public override string ToString()
    {
        var kind = Kind.ToString().ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{kind}-{Characters}-{Rate}-{Seed}{(IsStamped ? $"-{Stamped}" : "")}");
    }

    public static MarkdownAnswer? Parse(string id)
    {
        var parts = id.Split('-');
        return parts is ["md", var kind, var characters, var rate, var seed, ..]
            && parts.Length <= 6
            && (parts.Length == 5 || parts[5] == Stamped)
            && Enum.TryParse<MarkdownKind>(kind, ignoreCase: true, out var parsed)
            && TryParse(characters, MaxCharacters, out var length)
            && TryParse(rate, MaxRate, out var pace)
            && TryParse(seed, int.MaxValue, out var number)
                ? new MarkdownAnswer(parsed, length, pace, number, parts.Length == 6)
                : null;
    }

    private static bool TryParse(string text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;
}
