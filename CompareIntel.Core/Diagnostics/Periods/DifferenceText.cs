using System.Globalization;

namespace CompareIntel.Core.Diagnostics.Periods;

/// <summary>Figures and their differences in words, the same on pages and in documents.</summary>
public static class DifferenceText
{
    /// <summary>What every comparison of many figures has to be read with.</summary>
    public const string Caution = "The ranges hold the true difference in 95 of 100 cases. So of every twenty figures that have not changed, one looks as if it had.";

    public static string NameOf(ComparedFigure figure) => figure switch
    {
        ComparedFigure.ErrorRate => "Error rate",
        ComparedFigure.TtftMedian => "Time to first token, median",
        ComparedFigure.Ttft95 => "Time to first token, p95",
        ComparedFigure.DurationMedian => "Duration, median",
        ComparedFigure.Duration95 => "Duration, p95",
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, null),
    };

    /// <summary><c>1.2 %</c> or <c>830 ms</c>; words for nothing.</summary>
    public static string Value(ComparedFigure figure, double? value) => value is not { } known ? "none" : IsShare(figure) ? Share(known) : Time(known);

    /// <summary>The same with its sign.</summary>
    public static string Change(ComparedFigure figure, double? value) => value is not { } known ? "" : Signed(figure, known);

    /// <summary><c>-120 ms to +40 ms</c>; empty where there is none.</summary>
    public static string Range(FigureDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Range is { } range ? $"{Signed(difference.Figure, range.Low)} to {Signed(difference.Figure, range.High)}" : "";
    }

    /// <summary>What the difference is worth, in a few words.</summary>
    public static string Verdict(FigureDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        var isTime = !IsShare(difference.Figure);
        return difference.Verdict switch
        {
            DifferenceVerdict.Better => isTime ? "faster, beyond chance" : "lower, beyond chance",
            DifferenceVerdict.Worse => isTime ? "slower, beyond chance" : "higher, beyond chance",
            DifferenceVerdict.WithinChance => "within chance",
            _ => $"too few to say ({Count(difference.CountBefore)} and {Count(difference.CountAfter)})",
        };
    }

    /// <summary><c>1.2 %</c>.</summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0#} %");

    /// <summary><c>8.3 ms</c>, <c>830 ms</c>, <c>8.30 s</c>, <c>83.0 s</c>.</summary>
    public static string Time(double milliseconds) => Math.Abs(milliseconds) switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms"),
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 9_950 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.00} s"),
        < 99_500 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0} s"),
    };

    private static bool IsShare(ComparedFigure figure) => figure == ComparedFigure.ErrorRate;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Signed(ComparedFigure figure, double value)
    {
        var text = IsShare(figure) ? string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Abs(value):0.0#} points") : Time(Math.Abs(value));
        return value switch
        {
            > 0 => "+" + text,
            < 0 => "−" + text,
            _ => "0",
        };
    }
}
