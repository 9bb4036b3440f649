using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>
/// A card's name, state and numbers, and which of its runs is shown. Renders only when one of them has changed; hears of the numbers itself, so that the card
/// around it need not render for them.
/// </summary>
public sealed partial class CardHead
{
    private (LaneLabel? Label, CardStatus? Status, CardPlace? Place, CardStatus? Baseline, bool IsFirst) _rendered;

    /// <summary>Whether this lane began first.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    [Parameter]
    public CardPlace Place { get; set; } = CardPlace.Default;

    /// <summary>What the numbers are measured by once both have ended; null when there is nothing.</summary>
    [Parameter]
    public CardStatus? Baseline { get; set; }

    private string? Rate =>
        Status.Metrics?.TokensPerSecond is { } measured ? MetricText.Rate(measured)
        : Status.EstimatedRate is { } estimated ? $"~{MetricText.Rate(estimated)}"
        : null;

    private string? Tokens =>
        Status.Metrics?.OutputTokens is { } reported ? MetricText.Tokens(reported)
        : Status.EstimatedTokens > 0 ? $"~{MetricText.Tokens(Status.EstimatedTokens)}"
        : null;

    private string? Cost =>
        Status.Metrics is not { } metrics || Label.IsSimulated || Status.EstimatedTokens == 0 ? null
        : metrics.CostUsd is { } cost ? MetricText.Cost(cost)
        : "price unknown";

    // Only what has ended can be compared, and a failure with nothing.
    private CardStatus? Measure => Status is { Metrics: not null, Failure: null } ? Baseline : null;

    protected override bool ShouldRender() => _rendered != (Label, Status, Place, Baseline, IsFirst);

    private static string Ms(TimeSpan? time) => (time ?? TimeSpan.Zero).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
