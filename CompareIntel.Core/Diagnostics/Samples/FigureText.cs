using System.Globalization;
using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Diagnostics.Periods;

namespace CompareIntel.Core.Diagnostics.Samples;

/// <summary>Figures in the words that people read, the same on pages and in documents. What is not known is said, and never a zero.</summary>
public static class FigureText
{
    public const string None = "none";

    /// <summary>What stands for a provider or release that is not known, and for a model that nobody knows.</summary>
    public const string Unknown = "unknown";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1.2 %</c>.</summary>
    public static string Share(double? share) => share is { } known ? DifferenceText.Share(known) : None;

    /// <summary><c>830 ms</c>.</summary>
    public static string Time(double? milliseconds) => milliseconds is { } known ? DifferenceText.Time(known) : None;

    /// <summary><c>1,240</c>, <c>12.4k</c>, <c>3.1M</c>.</summary>
    public static string Tokens(LaneFigures figures, long tokens)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return figures.TokensKnown == 0 ? Unknown : Compact(tokens);
    }

    /// <summary><c>$1.23</c>; with <c>unknown</c> where nothing is known, and <c>at least</c> where it is not of all.</summary>
    public static string Cost(LaneFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return figures switch
        {
            { Requests: 0 } => None,
            { CostUsd: not { } } => Unknown,
            { CostUsd: { } cost, CostUnknown: > 0 } => $"at least {Dollars(cost)}",
            { CostUsd: { } cost } => Dollars(cost),
        };
    }

    /// <summary>How sure the cost is, in a few words; empty when nothing is to be said.</summary>
    public static string CostNote(LaneFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var notes = new List<string>();
        if (figures.CostUnknown > 0)
        {
            notes.Add($"unknown for {Count(figures.CostUnknown)} of {Count(figures.Finished)} answers");
        }

        if (figures.CostEstimated > 0)
        {
            notes.Add($"from listed prices for {Count(figures.CostEstimated)}");
        }

        return string.Join(", ", notes);
    }

    /// <summary>How sure the tokens are; empty when nothing is to be said.</summary>
    public static string TokenNote(LaneFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return figures.TokensEstimated > 0 ? $"estimated for {Count(figures.TokensEstimated)} of {Count(figures.TokensKnown)} lanes" : "";
    }

    public static string Model(string model) => model.Length > 0 ? model : "no such model";

    public static string Provider(string provider) => provider.Length > 0 ? provider : Unknown;

    public static string Release(string release) => release.Length > 0 ? release : Unknown;

    /// <summary><c>rate limited 12, stalled 3</c>: the three most frequent.</summary>
    public static string Failures(LaneFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var words = figures.Failures.Take(3).Select(static pair => $"{Words(pair.Key)} {Count(pair.Value)}").ToList();
        if (figures.Failures.Count > words.Count)
        {
            words.Add($"others {Count(figures.Failures.Skip(words.Count).Sum(static pair => pair.Value))}");
        }

        return string.Join(", ", words);
    }

    /// <summary><c>$0</c>, <c>$0.0042</c>, <c>$12.34</c>, <c>$1,234</c>.</summary>
    public static string Dollars(decimal usd) => usd switch
    {
        0 => "$0",
        < 0.0001m => "under $0.0001",
        < 1m => string.Create(CultureInfo.InvariantCulture, $"${usd:0.0000}"),
        < 1_000m => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${usd:N0}"),
    };

    public static string Compact(double number) => Math.Abs(number) switch
    {
        < 10_000 => number.ToString("N0", CultureInfo.InvariantCulture),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000:0.#}k"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000:0.##}M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000_000:0.##}G"),
    };

    private static string Words(FailureKind kind)
    {
        var words = kind.ToString().Select(static (letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString());
        return string.Concat(words);
    }
}
