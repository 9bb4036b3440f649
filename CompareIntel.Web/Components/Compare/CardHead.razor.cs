using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CompareIntel.Web.Components.Compare;

/// <summary>A card's name, state and numbers. Renders only when one of them has changed.</summary>
public sealed partial class CardHead
{
    private (LaneLabel? Label, CardStatus? Status, bool IsFirst) _rendered;

    [Parameter]
    [EditorRequired]
    public required LaneLabel Label { get; set; }

    [Parameter]
    [EditorRequired]
    public required CardStatus Status { get; set; }

    /// <summary>Whether this lane began first.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    private string StateWord => MetricText.State(Status.State, Status.IsReasoning);

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

    protected override bool ShouldRender() => _rendered != (Label, Status, IsFirst);

    private static string Ms(TimeSpan? time) => (time ?? TimeSpan.Zero).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
