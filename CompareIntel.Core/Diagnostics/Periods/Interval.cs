namespace CompareIntel.Core.Diagnostics.Periods;

/// <summary>From where to where something lies at the confidence that it was made with.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether nothing at all is among what it may be.</summary>
    public bool HoldsZero => Low <= 0 && High >= 0;
}
