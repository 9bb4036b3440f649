using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>The race in one line of words and numbers.</summary>
public sealed partial class RaceSummary
{
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<LaneLabel> Labels { get; set; }

    [Parameter]
    [EditorRequired]
    public required ComparisonView View { get; set; }

    /// <summary>In what the lanes' requests differ; empty when all were asked exactly the same.</summary>
    [Parameter]
    public IReadOnlyList<string> ContextDifferences { get; set; } = [];

    private bool IsRace => View.Cards.Count > 1;

    private CardSnapshot? Fastest => View.Summary?.FastestLane is { } lane ? View.Cards[lane] : null;

    private CardSnapshot? Slowest => View.Summary?.SlowestLane is { } lane && lane != View.Summary.FastestLane ? View.Cards[lane] : null;

    private CardSnapshot[] Started => [.. View.Cards.Where(static card => card.Status.StartedAt is not null)];

    private CardSnapshot? FirstWord =>
        View.Cards.Where(static card => card.Status.TimeToFirstToken is not null).MinBy(static card => card.Status.TimeToFirstToken);

    private TimeSpan ClosedTime =>
        View.Cards.Aggregate(TimeSpan.Zero, static (sum, card) => sum + (card.Status.Metrics?.Duration ?? TimeSpan.Zero));

    private TimeSpan[] OpenStarts =>
        [.. View.Cards.Where(static card => card.Status is { Metrics: null, StartedAt: not null }).Select(static card => card.Status.StartedAt!.Value)];

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
