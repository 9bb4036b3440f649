using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>What the page shows of a comparison at one moment. Immutable.</summary>
public sealed record ComparisonView
{
    public required string Id { get; init; }

    public required IReadOnlyList<CardSnapshot> Cards { get; init; }

    public required ComparisonState State { get; init; }

    /// <summary>Time since the comparison's start when this was made; the browser's clock is set by it.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Last lane's start minus the first's.</summary>
    public TimeSpan? StartSpread { get; init; }

    /// <summary>Set when the comparison has ended.</summary>
    public ComparisonSummary? Summary { get; init; }

    public bool IsRunning => State == ComparisonState.Running;
}
