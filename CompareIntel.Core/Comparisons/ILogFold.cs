namespace CompareIntel.Core.Comparisons;

/// <summary>Takes what a log holds, each event once and in order. Deltas, which are nearly all of it, come without an object of their own.</summary>
public interface ILogFold
{
    /// <summary>Folds the next event, which is a delta, in.</summary>
    void Apply(in LaneDelta delta);

    /// <summary>Folds the next event, which is no delta, in.</summary>
    void Apply(ComparisonEvent item);
}
