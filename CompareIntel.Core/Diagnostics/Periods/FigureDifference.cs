namespace CompareIntel.Core.Diagnostics.Periods;

/// <summary>What is compared.</summary>
public enum ComparedFigure
{
    ErrorRate,
    TtftMedian,
    Ttft95,
    DurationMedian,
    Duration95,
}

/// <summary>What a difference is worth.</summary>
public enum DifferenceVerdict
{
    /// <summary>One of the two has too little to say anything.</summary>
    TooFew,

    /// <summary>Chance alone may well have made it.</summary>
    WithinChance,

    /// <summary>It got better by more than chance explains.</summary>
    Better,

    /// <summary>It got worse by more than chance explains.</summary>
    Worse,
}

/// <summary>One figure before and after. Shares from 0 to 1, times in milliseconds; less is better for all of them.</summary>
/// <param name="Figure">What it is.</param>
/// <param name="Before">Null without anything to measure.</param>
/// <param name="After">Null without anything to measure.</param>
/// <param name="CountBefore">Lanes that <paramref name="Before"/> is about.</param>
/// <param name="CountAfter">Lanes that <paramref name="After"/> is about.</param>
/// <param name="Range">Where the difference lies with 95 % confidence; null where there is too little to say.</param>
public sealed record FigureDifference(ComparedFigure Figure, double? Before, double? After, long CountBefore, long CountAfter, Interval? Range)
{
    public double? Difference => After - Before;

    public DifferenceVerdict Verdict => Range switch
    {
        null => DifferenceVerdict.TooFew,
        { HoldsZero: true } => DifferenceVerdict.WithinChance,
        { Low: > 0 } => DifferenceVerdict.Worse,
        _ => DifferenceVerdict.Better,
    };
}
