using CompareIntel.Core.Comparisons;

namespace CompareIntel.Web.Components.Compare;

/// <summary>What the page shows of a comparison at one moment. Immutable.</summary>
public sealed record ComparisonView
{
    public required string Id { get; init; }

    /// <summary>The lanes as they were run first, in request order: the race.</summary>
    public required IReadOnlyList<CardSnapshot> Cards { get; init; }

    public required ComparisonState State { get; init; }

    /// <summary>Time since the comparison's start when this was made; the browser's clock is set by it.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Last lane's start minus the first's.</summary>
    public TimeSpan? StartSpread { get; init; }

    /// <summary>Set when the comparison has ended.</summary>
    public ComparisonSummary? Summary { get; init; }

    /// <summary>Lanes that were run again, oldest first.</summary>
    public IReadOnlyList<RetryView> Retries { get; init; } = [];

    public bool IsRunning => State == ComparisonState.Running;

    /// <summary>Whether the comparison or one of its retries still runs.</summary>
    public bool IsAnyRunning => IsRunning || Retries.Any(static retry => retry.IsRunning);

    /// <summary>Every run of this lane, the first one first.</summary>
    public IReadOnlyList<CardSnapshot> TakesOf(int lane) =>
        Retries.Count == 0 ? [Cards[lane]] : [Cards[lane], .. Retries.SelectMany(static retry => retry.Cards).Where(card => card.Lane == lane)];
}

/// <summary>Lanes that were run again together, on a clock of their own.</summary>
public sealed record RetryView(string Id, IReadOnlyList<CardSnapshot> Cards, ComparisonState State, TimeSpan Elapsed)
{
    public bool IsRunning => State == ComparisonState.Running;
}
